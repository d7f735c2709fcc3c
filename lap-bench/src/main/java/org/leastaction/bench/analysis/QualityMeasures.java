package org.leastaction.bench.analysis;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.leastaction.bench.record.Analysis;
import org.leastaction.bench.record.Quantity;
import org.leastaction.metrics.accuracy.Calibration;
import org.leastaction.metrics.accuracy.ClassificationQuality;
import org.leastaction.metrics.accuracy.ConfusionMatrix;
import org.leastaction.metrics.accuracy.Margin;
import org.leastaction.metrics.accuracy.Predictions;
import org.leastaction.metrics.definition.MetricDefinition;
import org.leastaction.metrics.statistics.Bootstrap;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;

/** The quality of a network's classification. */
public final class QualityMeasures implements MetricGroup {

    private static final String GROUP = "accuracy";
    public static final MetricDefinition ACCURACY = MetricDefinition.of(GROUP, "accuracy", "accuracy").moreIsBetter()
            .meaning("share of points classified correctly").formula("share of samples with ŷ = y")
            .unit("share, [0, 1]").interval("Wilson").reference("Wilson 1927").cost("n · classes")
            .caveat("for this network on this distribution, not for other trainings: for these, Student-t over seeds");
    public static final MetricDefinition TOP5 = MetricDefinition.of(GROUP, "top5", "top-5 accuracy").moreIsBetter()
            .meaning("share whose class is among the five most probable")
            .formula("share of samples with y among the 5 most probable classes").unit("share, [0, 1]")
            .interval("Wilson").reference("Russakovsky et al. 2015").cost("n · classes")
            .caveat("`null` with fewer than 6 classes, where it is uninformative");
    public static final MetricDefinition NLL = MetricDefinition.of(GROUP, "nll", "negative log-likelihood")
            .lessIsBetter().meaning("mean negative log-likelihood, nats").formula("(1/n) Σᵢ −ln p(yᵢ)")
            .unit("nats, [0, ∞]").interval("bootstrap, BC_a").reference("Gneiting and Raftery 2007")
            .cost("n · 1,000 resamples").caveat("a single label of probability 0 makes it infinite");
    public static final MetricDefinition ECE = MetricDefinition.of(GROUP, "ece", "calibration error").lessIsBetter()
            .meaning("expected calibration error")
            .formula("Σ_b (n_b/n) |accuracy_b − mean confidence_b|, 15 bins of equal width").unit("share, [0, 1]")
            .interval("bootstrap, BC_a").reference("Guo et al. 2017").cost("n · 1,000 resamples")
            .caveat("biased upwards for small n; depends on the bins");
    public static final MetricDefinition RELIABILITY = MetricDefinition.of(GROUP, "reliability", "reliability")
            .meaning("accuracy against confidence, by bin")
            .formula("for each bin with a sample: `samples`, mean `confidence`, `accuracy` with its ends")
            .unit("counts and shares").interval("Wilson, per bin").reference("Guo et al. 2017").cost("n")
            .caveat("bins with few samples have wide intervals");
    public static final MetricDefinition CONFUSION = MetricDefinition.of(GROUP, "confusion", "confusion matrix")
            .meaning("predicted classes by true class")
            .formula("column `as_c`: number of samples of each class (rows) that are classified as c").unit("counts")
            .interval("none").reference("counted").cost("n").caveat("rows of rare classes have few samples");
    public static final MetricDefinition MARGIN = MetricDefinition.of(GROUP, "margin", "margin").moreIsBetter()
            .meaning("mean margin between the correct class and the next")
            .formula("mean of p(yᵢ) − max over c ≠ yᵢ of p(c)").unit("probability, [−1, 1]")
            .interval("bootstrap, BC_a").reference("Bartlett et al. 1998").cost("n · 1,000 resamples")
            .caveat("a difference of probabilities, not a distance to the frontier");

    public static final MetricDefinition LEAST_MARGIN_SAMPLES =
            MetricDefinition.of(GROUP, "least_margin_samples", "samples of the least margin").optional()
                    .formula("the 5 samples of the least p(yᵢ) − max over c ≠ yᵢ of p(c): `sample`, its index among "
                            + "the test points from 0, `label`, `value`, and `predicted`, ŷ")
                    .unit("probability, [−1, 1]").reference("as `margin`")
                    .caveat("confidently wrong, or labelled wrongly");

    @Override
    public List<MetricDefinition> metrics() {
        return List.of(ACCURACY, TOP5, NLL, ECE, RELIABILITY, CONFUSION, MARGIN, LEAST_MARGIN_SAMPLES);
    }

    @Override
    public String put(Analysis.Builder analysis, StudiedFlow flow) {
        return putOfAll(analysis, flow.flow().logProbabilities(), flow.data(), flow.seed());
    }

    /** As {@link #put(Analysis.Builder, Optional, LabelledPoints, long)}, with the samples of the least margin. */
    static String putOfAll(Analysis.Builder analysis, Optional<FloatPoints> answers, LabelledPoints data, long seed) {
        String reason = put(analysis, answers, data, seed);
        if (reason.isEmpty()) {
            putLeastMargins(analysis, data, Predictions.of(answers.orElseThrow(), data.labels()));
        }
        return reason;
    }

    private static void putLeastMargins(Analysis.Builder analysis, LabelledPoints data, Predictions predictions) {
        double[] margins = Margin.perSample(predictions);
        int[] least = StudiedFlow.largest(Arrays.stream(margins).map(margin -> -margin).toArray());
        Map<String, double[]> table =
                StudiedFlow.table(data, least, Arrays.stream(least).mapToDouble(row -> margins[row]).toArray());
        table.put("predicted", Arrays.stream(least).mapToDouble(predictions::predicted).toArray());
        analysis.put(LEAST_MARGIN_SAMPLES, table);
    }

    /**
     * Measures what is possible.
     *
     * @param answers natural logarithms of probabilities, [n, classes]; empty without a classifier
     * @return the reason why the rest is missing
     */
    static String put(Analysis.Builder analysis, Optional<FloatPoints> answers, LabelledPoints data, long seed) {
        if (answers.isEmpty()) {
            return "the network has no classes";
        }
        if (!data.isLabelled()) {
            return StudiedFlow.NO_LABELS;
        }
        if (hasNaN(answers.get())) {
            return "the network answers NaN";
        }
        Predictions predictions = Predictions.of(answers.get(), data.labels());
        ClassificationQuality quality = ClassificationQuality.of(predictions, Bootstrap.defaults().withSeed(seed));
        analysis.put(ACCURACY, quality.accuracy())
                .put(TOP5, quality.top5().map(top5 -> Quantity.of(top5))
                        .orElseGet(() -> Quantity.missing("fewer than 6 classes")))
                .put(NLL, quality.nll())
                .put(ECE, quality.ece())
                .put(MARGIN, quality.margin())
                .put(RELIABILITY, reliability(predictions))
                .put(CONFUSION, confusion(predictions));
        return "";
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
