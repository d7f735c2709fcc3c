package org.leastaction.bench.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.leastaction.bench.analysis.CostMeasures;
import org.leastaction.bench.record.Analysis;
import org.leastaction.bench.record.CurveMetrics;
import org.leastaction.bench.record.CurveRecord;
import org.leastaction.bench.record.Quantity;
import org.leastaction.bench.record.RunGroup;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.bench.report.part.Stages;
import org.leastaction.bench.report.part.Wording;
import org.leastaction.metrics.definition.MetricDefinition;
import org.leastaction.metrics.definition.Metrics;
import org.leastaction.settings.SettingType;

/** Networks in the data of a page, and the definitions of all their measurements. */
final class NetworkJson {

    private static final MathContext SIX_DIGITS = new MathContext(6);
    private static final Pattern HASH = Pattern.compile("-[0-9a-f]{8}$");
    private static final Pattern KEY = Pattern.compile("`([a-z][a-z0-9_]*)`");

    private final Metrics metrics = Metrics.load(Objects.requireNonNullElse(
            Thread.currentThread().getContextClassLoader(), NetworkJson.class.getClassLoader()));
    private final Set<String> keys = new LinkedHashSet<>();

    /** One network. */
    ObjectNode of(RunRecord record, RunGroup group) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("id", record.id())
                .put("name", HASH.matcher(Wording.network(record, group.method())).replaceAll(""))
                .put("diverged", record.diverged());
        if (group.objective() != null) {
            node.put("method", group.method());
        }
        if (group.initialisation() != null) {
            node.put("initialisation", Wording.initialisation(group.initialisation()));
        }
        if (record.training() != null) {
            node.put("seed", record.training().seed());
            putTraining(node, record.training().curve());
        }
        Stages stages = Stages.of(List.of(record));
        ArrayNode drawn = node.putArray("stages");
        for (int s = 0; s < stages.blocks().size(); s++) {
            drawn.addObject().put("blocks", stages.blocks().get(s)).put("shape", stages.shapes().get(s));
        }
        if (record.analysis() != null) {
            putAnalysis(node, record.analysis());
        }
        return node;
    }

    private void putAnalysis(ObjectNode node, Analysis analysis) {
        node.put("samples", analysis.samples());
        List<String> names = CostMeasures.blockNames(analysis);
        if (!names.isEmpty()) {
            names.forEach(node.putArray("blockNames")::add);
        }
        ObjectNode quantities = node.putObject("quantities");
        for (String key : analysis.quantities()) {
            keys.add(key);
            Quantity quantity = analysis.quantity(key);
            if (!quantity.isPresent()) {
                quantities.put(key, quantity.reason());
            } else if (quantity.hasInterval()) {
                quantities.putArray(key).add(rounded(quantity.value())).add(rounded(quantity.low()))
                        .add(rounded(quantity.high()));
            } else {
                quantities.put(key, rounded(quantity.value()));
            }
        }
        ObjectNode lists = node.putObject("lists");
        for (String key : analysis.lists()) {
            keys.add(key);
            lists.set(key, numbers(analysis.numbers(key)));
        }
        ObjectNode tables = node.putObject("tables");
        for (String key : analysis.tables()) {
            keys.add(key);
            ObjectNode table = tables.putObject(key);
            analysis.table(key).forEach((column, values) -> table.set(column, numbers(values)));
        }
    }

    private void putTraining(ObjectNode node, @Nullable CurveRecord curve) {
        if (curve == null || curve.epoch().isEmpty()) {
            return;
        }
        ObjectNode training = node.putObject("training");
        new CurveMetrics().metrics().forEach(metric -> keys.add(metric.key()));
        training.set("epoch", numbers(curve.epoch().stream().map(Integer::doubleValue).toList()));
        training.set("cross_entropy", numbers(curve.crossEntropy()));
        training.set("transport_cost", numbers(curve.transportCost()));
        training.set("lambda", numbers(curve.lambda()));
        training.set("test_accuracy", numbers(curve.testAccuracy()));
    }

    /** Six digits: a page shows three, and records have all. */
    private static double rounded(double value) {
        return new BigDecimal(value).round(SIX_DIGITS).doubleValue();
    }

    private static ArrayNode numbers(List<Double> values) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode(values.size());
        for (double value : values) {
            if (Double.isFinite(value)) {
                array.add(rounded(value));
            } else {
                array.addNull();
            }
        }
        return array;
    }

    /** The definitions of all keys so far, and of the keys that these mention. */
    ObjectNode definitions() {
        ObjectNode definitions = JsonNodeFactory.instance.objectNode();
        Set<String> wanted = new LinkedHashSet<>(keys);
        for (String key : keys) {
            metrics.find(key).ifPresent(metric -> KEY.matcher(metric.formula() + metric.caveat() + metric.interval())
                    .results().map((MatchResult found) -> found.group(1)).forEach(wanted::add));
        }
        for (String key : wanted) {
            metrics.find(key).ifPresent(metric -> definitions.set(key, definition(metric)));
        }
        return definitions;
    }

    private static ObjectNode definition(MetricDefinition metric) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("name", metric.name());
        put(node, "symbol", metric.symbol());
        put(node, "meaning", metric.meaning().equals(metric.name()) ? "" : metric.meaning());
        put(node, "formula", metric.formula());
        put(node, "unit", metric.unit());
        put(node, "interval", metric.interval());
        put(node, "caveat", metric.caveat());
        put(node, "reference", metric.reference());
        return node.put("better", SettingType.word(metric.direction()));
    }

    private static void put(ObjectNode node, String key, String text) {
        if (!text.isEmpty()) {
            node.put(key, text);
        }
    }
}
