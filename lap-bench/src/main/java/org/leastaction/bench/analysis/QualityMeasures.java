package org.leastaction.bench.analysis;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.leastaction.bench.record.Analysis;
import org.leastaction.metrics.accuracy.Calibration;
import org.leastaction.metrics.accuracy.ClassificationQuality;
import org.leastaction.metrics.accuracy.ConfusionMatrix;
import org.leastaction.metrics.accuracy.Predictions;
import org.leastaction.metrics.statistics.Bootstrap;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;

/**
 * The quality of a network's classification.
 *
 * @param answers natural logarithms of probabilities, [n, classes]; empty without a classifier
 * @param data    points with their true classes, if these are known
 * @param seed    seed of bootstraps
 */
record QualityMeasures(Optional<FloatPoints> answers, LabelledPoints data, long seed) {

    static final List<String> KEYS =
            List.of("accuracy", "top5", "nll", "ece", "margin", "reliability", "confusion");

    /** Measures, and puts the reason for everything that is missing. */
    void addTo(Analysis.Builder analysis) {
        Optional<String> refusal = refusal();
        if (refusal.isPresent()) {
            KEYS.forEach(key -> analysis.missing(key, refusal.get()));
        } else {
            put(analysis);
        }
    }

    private Optional<String> refusal() {
        if (answers.isEmpty()) {
            return Optional.of("the network tells no classes apart");
        }
        if (!data.isLabelled()) {
            return Optional.of(StudiedFlow.NO_LABELS);
        }
        return hasNaN(answers.get()) ? Optional.of("the network answers NaN") : Optional.empty();
    }

    private void put(Analysis.Builder analysis) {
        Predictions predictions = Predictions.of(answers.orElseThrow(), data.labels());
        ClassificationQuality quality =
                ClassificationQuality.of(predictions, Bootstrap.defaults().withSeed(seed));
        analysis.put("accuracy", quality.accuracy());
        quality.top5().ifPresent(top5 -> analysis.put("top5", top5));
        if (quality.top5().isEmpty()) {
            analysis.missing("top5", "fewer than 6 classes");
        }
        analysis.put("nll", quality.nll()).put("ece", quality.ece()).put("margin", quality.margin());
        analysis.put("reliability", reliability(predictions));
        analysis.put("confusion", confusion(predictions));
    }

    private static Map<String, double[]> reliability(Predictions predictions) {
        List<Calibration.Bin> bins = Calibration.of(predictions, Calibration.USUAL_BINS).bins();
        Map<String, double[]> columns = new LinkedHashMap<>();
        columns.put("samples", bins.stream().mapToDouble(Calibration.Bin::samples).toArray());
        columns.put("confidence", bins.stream().mapToDouble(Calibration.Bin::confidence).toArray());
        columns.put("accuracy", bins.stream().mapToDouble(bin -> bin.accuracy().value()).toArray());
        columns.put("accuracy_low", bins.stream().mapToDouble(bin -> bin.accuracy().low()).toArray());
        columns.put("accuracy_high", bins.stream().mapToDouble(bin -> bin.accuracy().high()).toArray());
        return columns;
    }

    /** One column per predicted class, one row per true class. */
    private static Map<String, double[]> confusion(Predictions predictions) {
        ConfusionMatrix matrix = ConfusionMatrix.of(predictions);
        Map<String, double[]> columns = new LinkedHashMap<>();
        for (int predicted = 0; predicted < matrix.classes(); predicted++) {
            int column = predicted;
            columns.put("as_" + predicted, IntStream.range(0, matrix.classes())
                    .mapToDouble(label -> matrix.count(label, column)).toArray());
        }
        return columns;
    }

    private static boolean hasNaN(FloatPoints points) {
        for (float value : points.toArray()) {
            if (Float.isNaN(value)) {
                return true;
            }
        }
        return false;
    }
}
