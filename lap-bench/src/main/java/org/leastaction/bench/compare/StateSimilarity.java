package org.leastaction.bench.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.leastaction.bench.compare.PairComparison.Similarity;
import org.leastaction.bench.record.Analysis;
import org.leastaction.bench.record.Quantity;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.FlowShape;
import org.leastaction.metrics.Estimate;
import org.leastaction.metrics.definition.MetricDefinition;
import org.leastaction.metrics.similarity.GramMatrix;
import org.leastaction.metrics.similarity.KernelAlignment;
import org.leastaction.metrics.similarity.ProcrustesDistance;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.FloatPoints;

/**
 * The similarity of the states of two networks by depth, from their Gram matrices.
 *
 * @param batch       maximum number of points that go through a network together
 * @param parallelism threads; do not change results
 */
record StateSimilarity(int batch, Parallelism parallelism) {

    /** Procrustes distances take n³ operations: they use the first samples. */
    private static final int PROCRUSTES_SAMPLES = 500;
    /** Maximum bytes of the states that are kept during one pass; the others take further passes. */
    private static final long STATES_MEMORY = 1L << 28;
    private static final String VALUE = "value";
    private static final String LOW = "low";
    private static final String HIGH = "high";
    private static final String MISSING = "a state is the same for all samples, or not finite";

    /**
     * Compares two networks on the same samples. O(n²·Σd) time and 4·n² bytes for every state.
     *
     * @return the metrics of {@link ComparisonMetrics} by depth, as tables
     */
    Analysis of(FlowModel first, FloatPoints ofFirst, FlowModel second, FloatPoints ofSecond) {
        DepthAlignment depths = new DepthAlignment(first.shape().blocks(), second.shape().blocks());
        List<Optional<GramMatrix>> x = grams(first, ofFirst);
        List<Optional<GramMatrix>> y = grams(second, ofSecond);
        int states = depths.parts() + 1;
        List<Optional<KernelAlignment>> alignments = new ArrayList<>();
        double[] procrustes = new double[states];
        for (int part = 0; part < states; part++) {
            Optional<GramMatrix> a = x.get(depths.state(depths.first(), part));
            Optional<GramMatrix> b = y.get(depths.state(depths.second(), part));
            alignments.add(a.isPresent() && b.isPresent()
                    ? Optional.of(KernelAlignment.of(a.get(), b.get())) : Optional.empty());
            procrustes[part] = a.isPresent() && b.isPresent() ? ProcrustesDistance.of(
                    a.get().first(PROCRUSTES_SAMPLES), b.get().first(PROCRUSTES_SAMPLES), parallelism) : Double.NaN;
        }
        Analysis.Builder similarity = Analysis.builder(ofFirst.size())
                .put(ComparisonMetrics.CKA_DEPTH, table(alignments.stream()
                        .map(alignment -> alignment.flatMap(KernelAlignment::biased)).toList()))
                .put(ComparisonMetrics.CKA_DEBIASED_DEPTH, table(alignments.stream()
                        .map(alignment -> alignment.flatMap(KernelAlignment::debiased)).toList()))
                .put(ComparisonMetrics.PROCRUSTES_DEPTH, procrustes);
        if (x.stream().allMatch(Optional::isPresent) && y.stream().allMatch(Optional::isPresent)) {
            double[][] all = KernelAlignment.debiased(x.stream().map(Optional::orElseThrow).toList(),
                    y.stream().map(Optional::orElseThrow).toList(), parallelism);
            Map<String, double[]> rows = new LinkedHashMap<>();
            for (int i = 0; i < all.length; i++) {
                rows.put("state_" + i, all[i]);
            }
            similarity.put(ComparisonMetrics.CKA_STATES, rows);
        }
        return similarity.build();
    }

    private static Map<String, double[]> table(List<Optional<Estimate>> estimates) {
        Map<String, double[]> columns = new LinkedHashMap<>();
        columns.put(VALUE, column(estimates, Estimate::value));
        columns.put(LOW, column(estimates, Estimate::low));
        columns.put(HIGH, column(estimates, Estimate::high));
        return columns;
    }

    private static double[] column(List<Optional<Estimate>> estimates, ToDoubleFunction<Estimate> part) {
        return estimates.stream().mapToDouble(one -> one.map(part::applyAsDouble).orElse(Double.NaN)).toArray();
    }

    /**
     * The similarities by depth, from the results of {@link #of} for one or several pairs of networks: the means over
     * pairs with Student's intervals, or the values of a single pair.
     *
     * @param depths of the networks of all pairs
     */
    static List<Similarity> read(DepthAlignment depths, List<Analysis> pairs) {
        List<Similarity> similarities = new ArrayList<>();
        for (int part = 0; part <= depths.parts(); part++) {
            similarities.add(new Similarity((double) part / depths.parts(), depths.state(depths.first(), part),
                    depths.state(depths.second(), part),
                    read(pairs, ComparisonMetrics.CKA_DEPTH, part),
                    read(pairs, ComparisonMetrics.CKA_DEBIASED_DEPTH, part),
                    read(pairs, ComparisonMetrics.PROCRUSTES_DEPTH, part)));
        }
        return similarities;
    }

    private static Quantity read(List<Analysis> pairs, MetricDefinition metric, int part) {
        List<Quantity> quantities = pairs.stream().map(pair -> {
            Map<String, List<Double>> table = pair.table(metric.key());
            double value = table.isEmpty() ? pair.numbers(metric.key()).get(part) : at(table, VALUE, part);
            return Double.isNaN(value) ? Quantity.missing(MISSING)
                    : Quantity.of(value, at(table, LOW, part), at(table, HIGH, part));
        }).toList();
        return quantities.size() == 1 ? quantities.get(0) : QuantityDifferences.mean(quantities);
    }

    private static double at(Map<String, List<Double>> table, String column, int part) {
        return table.containsKey(column) ? table.get(column).get(part) : Double.NaN;
    }

    /** The rows of {@link ComparisonMetrics#CKA_STATES}; empty if a state has no alignment. */
    static List<List<Double>> everyState(Analysis pair) {
        return List.copyOf(pair.table(ComparisonMetrics.CKA_STATES.key()).values());
    }

    /** The Gram matrices of the K + 1 states; empty for those that are not finite. */
    private List<Optional<GramMatrix>> grams(FlowModel model, FloatPoints inputs) {
        FlowShape shape = model.shape();
        List<Optional<GramMatrix>> grams = new ArrayList<>();
        grams.add(gram(encoded(model, inputs)));
        while (grams.size() <= shape.blocks()) {
            int from = grams.size();
            int to = from;
            long bytes = 0;
            do {
                bytes += 4L * inputs.size() * shape.leavingDimension(to - 1);
                to++;
            } while (to <= shape.blocks()
                    && bytes + 4L * inputs.size() * shape.leavingDimension(to - 1) <= STATES_MEMORY);
            states(model, inputs, from, to).forEach(state -> grams.add(gram(state)));
        }
        return grams;
    }

    private Optional<GramMatrix> gram(FloatPoints state) {
        return state.firstNonFinite() < 0 ? Optional.of(GramMatrix.of(state, parallelism)) : Optional.empty();
    }

    private FloatPoints encoded(FlowModel model, FloatPoints inputs) {
        int d = model.shape().encodedDimension();
        float[] all = new float[Math.multiplyExact(inputs.size(), d)];
        for (int from = 0; from < inputs.size(); from += batch) {
            FloatPoints part = model.encode(inputs.rows(from, Math.min(inputs.size(), from + batch)));
            System.arraycopy(part.array(), part.offset(), all, from * d, part.size() * d);
        }
        return FloatPoints.wrap(all, inputs.size(), d);
    }

    /** The states after blocks {@code from} − 1 to {@code to} − 2: states are counted from the one before block 0. */
    private List<FloatPoints> states(FlowModel model, FloatPoints inputs, int from, int to) {
        FlowShape shape = model.shape();
        float[][] kept = new float[to - from][];
        Arrays.setAll(kept, k -> new float[Math.multiplyExact(inputs.size(), shape.leavingDimension(from + k - 1))]);
        model.pass(inputs, batch, (firstRow, step) -> {
            int k = step.block() + 1 - from;
            if (k >= 0 && k < kept.length) {
                FloatPoints output = step.output();
                System.arraycopy(output.array(), output.offset(), kept[k], firstRow * output.dimension(),
                        output.size() * output.dimension());
            }
        });
        List<FloatPoints> states = new ArrayList<>();
        for (int k = 0; k < kept.length; k++) {
            states.add(FloatPoints.wrap(kept[k], inputs.size(), shape.leavingDimension(from + k - 1)));
        }
        return states;
    }
}
