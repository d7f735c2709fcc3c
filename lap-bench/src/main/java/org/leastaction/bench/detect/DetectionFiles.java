package org.leastaction.bench.detect;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.leastaction.bench.detect.DetectionResult.Kind;
import org.leastaction.metrics.Estimate;
import org.leastaction.metrics.detection.RocCurve;

/** A detection as detection.json and as lines of a terminal. */
public final class DetectionFiles {

    /** Approximate maximum number of points of a curve in the file. */
    private static final int CURVE_POINTS = 200;

    private final DetectionResult result;
    private final DetectionSettings settings;

    public DetectionFiles(DetectionResult result, DetectionSettings settings) {
        this.result = result;
        this.settings = settings;
    }

    /**
     * The result as a JSON object.
     *
     * @param about the subject of the detection: model, data, other data, inputs
     */
    public String json(Map<String, String> about) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        about.forEach(root::put);
        root.put("seed", settings.seed());
        root.put("seen_attack", settings.attacks().get(settings.seen()).key());
        ArrayNode attacks = root.putArray("attacks");
        settings.attacks().forEach(attack -> attacks.addObject().put("attack", attack.key())
                .put("radius", attack.ball().radius()).put("settings", attack.attack().toString()));
        root.set(DetectionMetrics.ACCURACY.key(), node(result.accuracy()));
        root.put(DetectionMetrics.CLEAN.key(), result.fittedClean());
        root.put(DetectionMetrics.ATTACKED.key(), result.fittedAttacked());
        root.put(DetectionMetrics.SHRINKAGE.key(), result.shrinkage());
        ArrayNode kinds = root.putArray("abnormal");
        result.kinds().forEach(kind -> kinds.add(node(kind)));
        ObjectNode contributions = root.putObject(DetectionMetrics.CONTRIBUTIONS.key());
        result.contributions().forEach(part -> contributions.put(part.feature(), part.share()));
        return root.toPrettyString() + "\n";
    }

    private ObjectNode node(Kind kind) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("kind", kind.key()).put("title", kind.title()).put("to_the_detector", kind.familiarity().words());
        node.put("inputs", kind.attacked());
        kind.reason().ifPresent(reason -> node.put("reason", reason));
        if (!kind.isMeasured()) {
            return node;
        }
        node.put("abnormal", kind.curve(Detector.TRANSPORT).abnormalSize());
        node.put("clean", kind.curve(Detector.TRANSPORT).cleanSize());
        ObjectNode areas = node.putObject(DetectionMetrics.AREA.key());
        ObjectNode rates = node.putObject(DetectionMetrics.FALSE_POSITIVES.key());
        ObjectNode advantages = node.putObject(DetectionMetrics.ADVANTAGE.key());
        ObjectNode curves = node.putObject("roc");
        for (Detector detector : Detector.values()) {
            areas.set(detector.key(), node(kind.area(detector)));
            rates.set(detector.key(), node(kind.falsePositives(detector, settings.seed())));
            if (detector != Detector.TRANSPORT) {
                advantages.set(detector.key(), node(kind.advantage(detector)));
            }
            ArrayNode curve = curves.putArray(detector.key());
            thinned(kind.curve(detector))
                    .forEach(point -> curve.addArray().add(point.falsePositives()).add(point.truePositives()));
        }
        return node;
    }

    /** Every m-th point of a curve, and the last. */
    static List<RocCurve.Point> thinned(RocCurve curve) {
        List<RocCurve.Point> all = curve.points();
        int stride = Math.max(1, all.size() / CURVE_POINTS);
        List<RocCurve.Point> some = new ArrayList<>();
        for (int i = 0; i < all.size() - 1; i += stride) {
            some.add(all.get(i));
        }
        some.add(all.get(all.size() - 1));
        return some;
    }

    private static ObjectNode node(Estimate estimate) {
        return JsonNodeFactory.instance.objectNode()
                .put("value", estimate.value()).put("low", estimate.low()).put("high", estimate.high());
    }

    /** A table of areas with their intervals, and the shares of clean inputs flagged. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT,
                "fitted to %d clean inputs and %d of %s; the network classifies %.1f %% correctly",
                result.fittedClean(), result.fittedAttacked(),
                settings.attacks().get(settings.seen()).title(), 100 * result.accuracy().value()));
        lines.add("");
        lines.add(String.format(Locale.ROOT, "%-28s %-10s %8s  %s", "ROC area [95 % interval]", "", "inputs",
                columns(Detector::title)));
        for (Kind kind : result.kinds()) {
            lines.add(row(kind, String.valueOf(count(kind)), detector -> area(kind.area(detector))));
        }
        lines.add("");
        lines.add(String.format(Locale.ROOT, "%-28s %-10s %8s  %s", "clean inputs flagged at 95 %", "", "",
                columns(Detector::title)));
        for (Kind kind : result.kinds()) {
            lines.add(row(kind, "", detector -> share(kind.falsePositives(detector, settings.seed()))));
        }
        return lines;
    }

    private static int count(Kind kind) {
        return kind.isMeasured() ? kind.curve(Detector.TRANSPORT).abnormalSize() : 0;
    }

    private static String row(Kind kind, String count, Function<Detector, String> cell) {
        return String.format(Locale.ROOT, "%-28s %-10s %8s  %s", kind.title(), kind.familiarity().words(), count,
                kind.reason().map(reason -> "– (" + reason + ")").orElseGet(() -> columns(cell))).stripTrailing();
    }

    private static String columns(Function<Detector, String> cell) {
        StringBuilder columns = new StringBuilder();
        for (Detector detector : Detector.values()) {
            columns.append(String.format(Locale.ROOT, "%-22s", cell.apply(detector)));
        }
        return columns.toString();
    }

    static String area(Estimate area) {
        return String.format(Locale.ROOT, "%.3f [%.3f, %.3f]", area.value(), area.low(), area.high());
    }

    static String share(Estimate share) {
        return String.format(Locale.ROOT, "%.0f %% [%.0f, %.0f]", 100 * share.value(), 100 * share.low(),
                100 * share.high());
    }
}
