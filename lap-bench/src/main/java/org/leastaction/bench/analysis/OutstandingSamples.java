package org.leastaction.bench.analysis;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.leastaction.bench.data.Normalisation;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;
import org.leastaction.points.io.NpyArray;

/**
 * The outstanding samples: those of greatest transport cost, and those that are misclassified with the greatest
 * confidence.
 *
 * @param inputs  [m, ...], normalised as for the network
 * @param samples one for each input, the costliest first, then the mistakes
 */
record OutstandingSamples(LabelledPoints inputs, List<Sample> samples) {

    private static final int MOST = 8;
    private static final int NONE = -1;

    /**
     * A sample.
     *
     * @param row        among the measured samples
     * @param mistake    whether it is listed because it is misclassified
     * @param label      −1 without labels
     * @param prediction −1 without a classifier
     * @param confidence probability of the prediction, NaN without a classifier
     * @param cost       its transport cost
     */
    public record Sample(int row, boolean mistake, int label, int prediction, double confidence, double cost) {}

    public OutstandingSamples {
        samples = List.copyOf(samples);
    }

    /**
     * The samples of a flow; empty if a cost is not finite. O(n log n).
     *
     * @param costs   of the samples, [n]
     * @param answers natural logarithms of probabilities, [n, classes]; empty without a classifier
     */
    static Optional<OutstandingSamples> of(double[] costs, Optional<FloatPoints> answers, LabelledPoints data) {
        List<Sample> all = IntStream.range(0, data.size())
                .mapToObj(row -> sample(row, answers, data, costs[row])).toList();
        if (all.stream().anyMatch(sample -> !Double.isFinite(sample.cost()))) {
            return Optional.empty();
        }
        List<Sample> shown = Stream.concat(
                all.stream().sorted(Comparator.comparingDouble(Sample::cost).reversed()).limit(MOST),
                all.stream().filter(s -> s.label() != NONE && s.prediction() != NONE && s.label() != s.prediction())
                        .sorted(Comparator.comparingDouble(Sample::confidence).reversed()).limit(MOST)
                        .map(s -> new Sample(s.row(), true, s.label(), s.prediction(), s.confidence(), s.cost())))
                .toList();
        return Optional.of(new OutstandingSamples(data.select(shown.stream().mapToInt(Sample::row).toArray()), shown));
    }

    private static Sample sample(int row, Optional<FloatPoints> answers, LabelledPoints data, double cost) {
        int label = data.isLabelled() ? data.labels()[row] : NONE;
        if (answers.isEmpty()) {
            return new Sample(row, false, label, NONE, Double.NaN, cost);
        }
        int best = 0;
        for (int c = 1; c < answers.get().dimension(); c++) {
            best = answers.get().get(row, c) > answers.get().get(row, best) ? c : best;
        }
        double logarithm = answers.get().get(row, best);
        return Double.isNaN(logarithm)
                ? new Sample(row, false, label, NONE, Double.NaN, cost)
                : new Sample(row, false, label, best, Math.exp(logarithm), cost);
    }

    /**
     * The arrays of a .npz file: {@code inputs} [m, ...], and {@code rows} (of the set from which the data were
     * selected), {@code mistakes}, {@code labels}, {@code predictions}, {@code confidences}, {@code costs} [m].
     *
     * @param normalisation the normalisation of the data, which is undone here unless the channels come first
     */
    Map<String, NpyArray> arrays(Normalisation normalisation) {
        int m = samples.size();
        float[] numbers = inputs.points().toArray();
        int channels = inputs.shape().get(inputs.shape().size() - 1);
        if (normalisation.mean().size() == 1 || normalisation.mean().size() == channels) {
            normalisation.undo(numbers);
        }
        int[] shape = IntStream.concat(IntStream.of(m), inputs.shape().stream().mapToInt(Integer::intValue)).toArray();
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("inputs", NpyArray.of(numbers, shape));
        arrays.put("rows", NpyArray.of(inputs.numbers(), m));
        arrays.put("mistakes", NpyArray.of(samples.stream().mapToInt(s -> s.mistake() ? 1 : 0).toArray(), m));
        arrays.put("labels", NpyArray.of(samples.stream().mapToInt(Sample::label).toArray(), m));
        arrays.put("predictions", NpyArray.of(samples.stream().mapToInt(Sample::prediction).toArray(), m));
        arrays.put("confidences", NpyArray.of(samples.stream().mapToDouble(Sample::confidence).toArray(), m));
        arrays.put("costs", NpyArray.of(samples.stream().mapToDouble(Sample::cost).toArray(), m));
        return arrays;
    }
}
