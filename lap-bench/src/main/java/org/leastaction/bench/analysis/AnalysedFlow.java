package org.leastaction.bench.analysis;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.leastaction.bench.data.Normalisation;
import org.leastaction.bench.record.Analysis;
import org.leastaction.bench.record.RecordFiles;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.bench.record.RunResult;
import org.leastaction.metrics.definition.MetricDefinition;
import org.leastaction.metrics.definition.MetricProvider;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.io.NpyArray;
import org.leastaction.points.io.Npz;

/**
 * The measurements of a flow.
 *
 * @param states    particles before and after every block, K + 1 times [n, 2]; empty unless the flow is in the plane
 * @param labels    classes of the particles, [n]; 0 where the data have no labels
 * @param decodings decoded states of some samples; empty unless the model has a decoder
 * @param samples   the outstanding samples; empty if the pass kept no single samples or the flow is not finite
 * @param seconds   wall time of the pass and of each metric, in the order in which they were measured
 */
public record AnalysedFlow(
        Analysis analysis,
        Optional<List<FloatPoints>> states,
        int[] labels,
        Optional<Decodings> decodings,
        Optional<OutstandingSamples> samples,
        Map<String, Double> seconds) {

    public AnalysedFlow {
        seconds = Collections.unmodifiableMap(new LinkedHashMap<>(seconds));
    }

    /** The same particles with another analysis and other outstanding samples. */
    AnalysedFlow withAnalysis(Analysis newAnalysis, Optional<OutstandingSamples> newSamples) {
        return new AnalysedFlow(newAnalysis, states, labels, decodings, newSamples, seconds);
    }

    /**
     * The same measurements with remarks on how the model and the data were read, as the text {@code remarks}.
     *
     * @param remarks sentences; no key is added if there are none
     */
    public AnalysedFlow withRemarks(List<String> remarks) {
        return remarks.isEmpty() ? this : new AnalysedFlow(
                Analysis.builder(analysis.samples()).putAll(analysis)
                        .put(DistanceMetrics.REMARKS, String.join("; ", remarks)).build(),
                states, labels, decodings, samples, seconds);
    }

    /**
     * The result of a run that ended with these measurements: the record with the analysis, the particles if there are
     * any ({@code states} [K + 1, n, 2] and {@code labels} [n]), and the decoded samples.
     *
     * @param record        the record of the run, without analysis
     * @param normalisation the normalisation of the data, which is undone in decoded samples
     */
    public RunResult result(RunRecord record, Normalisation normalisation) throws IOException {
        RunResult result = RunResult.of(record.withAnalysis(analysis));
        if (states.isPresent()) {
            result = result.withFile(RecordFiles.particles(record.id()), bytes(particles(states.get(), labels)));
        }
        if (decodings.isPresent()) {
            result = result.withFile(
                    RecordFiles.decodings(record.id()), bytes(decodings.get().arrays(normalisation)));
        }
        return result;
    }

    /** As {@link #result}, with the outstanding samples. */
    public RunResult resultWithSamples(RunRecord record, Normalisation normalisation) throws IOException {
        RunResult result = result(record, normalisation);
        return samples.isEmpty() ? result : result.withFile(
                RecordFiles.samples(record.id()), bytes(samples.get().arrays(normalisation)));
    }

    private static Map<String, NpyArray> particles(List<FloatPoints> states, int[] labels) {
        int n = labels.length;
        int times = states.size();
        float[] stacked = new float[times * n * 2];
        for (int k = 0; k < times; k++) {
            System.arraycopy(states.get(k).toArray(), 0, stacked, k * n * 2, n * 2);
        }
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("states", NpyArray.of(stacked, times, n, 2));
        arrays.put("labels", NpyArray.of(labels, n));
        return arrays;
    }

    private static byte[] bytes(Map<String, NpyArray> arrays) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Npz.write(bytes, arrays);
        return bytes.toByteArray();
    }

    /** Distances of {@code lap w2}, besides those of {@link GapMeasures}, and the remarks of all commands. */
    public static final class DistanceMetrics implements MetricProvider {

        private static final String GROUP = "distances";
        public static final MetricDefinition W2 = MetricDefinition.of(GROUP, "w2", "Wasserstein distance").symbol("W₂")
                .formula("√`w2_squared`").unit("length, ≥ 0").interval("subsets").reference("Villani 2009");
        public static final MetricDefinition ENTROPIC_PLAN_COST =
                MetricDefinition.of(GROUP, "entropic_plan_cost", "cost of the entropic plan")
                        .formula("⟨P, c⟩ of the plan between x and y, not debiased")
                        .unit("length², ≥ W₂² if converged");
        public static final MetricDefinition ENTROPIC_PRIMAL =
                MetricDefinition.of(GROUP, "entropic_primal", "entropic primal").formula("primal value of OT_ε(a, b)")
                        .unit("length²").reference("Peyré and Cuturi 2019")
                        .caveat("equal to `entropic_dual` if the marginals are correct");
        public static final MetricDefinition ENTROPIC_DUAL =
                MetricDefinition.of(GROUP, "entropic_dual", "entropic dual")
                        .formula("dual value of OT_ε(a, b)").unit("length²").reference("Peyré and Cuturi 2019")
                        .caveat("always a lower bound of OT_ε(a, b)");
        public static final MetricDefinition CONVERGED = MetricDefinition.of(GROUP, "converged", "convergence")
                .formula("whether all three problems reached the marginal error of `--tolerance`, 10⁻⁶ unless given")
                .unit("true or false").caveat("results of a stopped iteration belong to slightly different weights");
        public static final MetricDefinition MARGINAL_ERROR =
                MetricDefinition.of(GROUP, "marginal_error", "marginal error")
                        .lessIsBetter().formula("Σᵢ |Σⱼ Pᵢⱼ − aᵢ| + Σⱼ |Σᵢ Pᵢⱼ − bⱼ|").unit("share of the mass, [0, 4]")
                        .caveat("for the problem between x and y, or for the first that stopped");
        public static final MetricDefinition WP_POWER =
                MetricDefinition.of(GROUP, "wp_power", "p-th power of the distance")
                        .symbol("W_p^p")
                        .formula("min ⟨P, c⟩ with c = ‖x − y‖_q^p; in place of `w2_squared` if `p` or `norm` is not 2")
                        .unit("length^p").interval("subsets").reference("Villani 2009")
                        .caveat("for `sinkhorn`, the debiased divergence of that cost");
        public static final MetricDefinition WP = MetricDefinition.of(GROUP, "wp", "distance of order p").symbol("W_p")
                .formula("the p-th root of `wp_power`; in place of `w2` if `p` or `norm` is not 2").unit("length")
                .interval("subsets")
                .reference("Villani 2009").caveat("for `sinkhorn`, the debiased divergence of that cost");
        public static final MetricDefinition W2_SQUARED_EXTRAPOLATED =
                MetricDefinition.of(GROUP, "w2_squared_extrapolated", "W₂² extrapolated")
                        .formula(
                                "the W₂² of W₂²(n) = W₂² + a·n^−β, least squares over n, n/2, n/4 and n/8 points,"
                                        + " disjoint parts")
                        .unit("length², negative only through its error")
                        .interval(
                                "normal, from 40 random halves, widened by the distance to the limit with the"
                                        + " best-fitting exponent")
                        .reference("Ambrosio, Stra and Trevisan 2019; Goldman and Trevisan 2021; Chizat et al. 2020")
                        .cost("41 times `w2_squared`")
                        .caveat("β = min(1, 2/d) unless `--exponent` is given, which is correct for smooth densities of"
                                + " dimension d at sizes for which the law holds; from about ten dimensions on,"
                                + " hundreds or thousands of points do not determine W₂²: the value is of little use,"
                                + " and the interval as wide as the bias");
        public static final MetricDefinition EXTRAPOLATION_EXPONENT =
                MetricDefinition.of(GROUP, "extrapolation_exponent", "exponent of the bias").symbol("β")
                        .formula("β of `w2_squared_extrapolated`").unit("> 0");
        public static final MetricDefinition EXTRAPOLATION_SIZES =
                MetricDefinition.of(GROUP, "extrapolation_sizes", "sizes of subsets")
                        .formula("sizes of the parts in the fit of `w2_squared_extrapolated`").unit("counts");
        public static final MetricDefinition EXTRAPOLATION_W2_SQUARED =
                MetricDefinition.of(GROUP, "extrapolation_w2_squared", "W₂² of subsets")
                        .formula("mean W₂² of the parts of each size in that fit").unit("length²");
        public static final MetricDefinition REMARKS = MetricDefinition.of(GROUP, "remarks", "remarks").optional()
                .formula(
                        "from `lap w2` and `lap gap`, and as one text from `lap analyze`, if there are any: which of"
                                + " several outputs of a network is used, how a file was read, for example with a"
                                + " header skipped or numbers rounded to float64")
                .unit("words");

        @Override
        public List<MetricDefinition> metrics() {
            return List.of(W2, ENTROPIC_PLAN_COST, ENTROPIC_PRIMAL, ENTROPIC_DUAL, CONVERGED, MARGINAL_ERROR, WP_POWER,
                    WP,
                    W2_SQUARED_EXTRAPOLATED, EXTRAPOLATION_EXPONENT, EXTRAPOLATION_SIZES, EXTRAPOLATION_W2_SQUARED,
                    REMARKS);
        }
    }

    /** Wall time of the stages of a computation. */
    static final class Stopwatch {

        private final Map<String, Double> seconds = new LinkedHashMap<>();
        private long since = System.nanoTime();

        /** Ends a stage and starts the next. */
        void lap(String stage) {
            long now = System.nanoTime();
            seconds.put(stage, (now - since) / 1e9);
            since = now;
        }

        /** Wall time by stage, in order. */
        Map<String, Double> seconds() {
            return Collections.unmodifiableMap(seconds);
        }
    }
}
