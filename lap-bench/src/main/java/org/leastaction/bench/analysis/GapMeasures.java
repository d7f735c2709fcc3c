package org.leastaction.bench.analysis;

import static org.leastaction.metrics.definition.MetricDefinition.Compared.NONE;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.leastaction.bench.record.Analysis;
import org.leastaction.bench.record.Quantity;
import org.leastaction.metrics.definition.MetricDefinition;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.ot.entropic.Convergence;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.sliced.SlicedEstimate;
import org.leastaction.ot.sliced.SlicedWasserstein;
import org.leastaction.transport.ClassGaps;
import org.leastaction.transport.EntropicGap;
import org.leastaction.transport.FlowEntropicGap;
import org.leastaction.transport.FlowGap;
import org.leastaction.transport.GapControl;
import org.leastaction.transport.MeasuredFlow;
import org.leastaction.transport.SegmentFlow;
import org.leastaction.transport.TransportGap;

/** The difference of a flow's map to an optimal one: in total, by segment and by class. */
public final class GapMeasures implements MetricGroup {

    private static final String GROUP = "gap";
    /** Their error is reported with the result; more would take longer than W₂ itself in high dimensions. */
    private static final int PROJECTIONS = 200;
    private static final double NORMAL_QUANTILE = 1.959963984540054;
    private static final String NOTHING_MOVES = "nothing moves";
    /** From this relative gap on, the gap itself shows that the map is not optimal, and no control is needed. */
    public static final double VISIBLE_GAP = 0.01;
    public static final MetricDefinition W2_SQUARED =
            MetricDefinition.of(GROUP, "w2_squared", "squared Wasserstein distance").symbol("W₂²").heading("W₂²", "")
                    .meaning("W₂² between points and images")
                    .formula("min over permutations σ of (1/n) Σᵢ ‖xᵢ − T(x_{σ(i)})‖²").unit("length², ≥ 0")
                    .reference("Villani 2009; Jonker and Volgenant 1987").cost("n²·d + up to n³")
                    .caveat("of the samples; as an estimate for their distributions it is biased, the more so the"
                            + " higher d");
    public static final MetricDefinition W2_METHOD = MetricDefinition.of(GROUP, "w2_method", "method of W₂²")
            .optional().formula("how `w2_squared` was found, `exact` unless stated").unit("word")
            .reference("see `w2_squared`").caveat("an analysis is always `exact`");
    public static final MetricDefinition DUAL_BOUND = MetricDefinition.of(GROUP, "dual_bound", "dual bound")
            .compared(NONE).meaning("value of a feasible dual: W₂² is not less")
            .formula("(1/n) (Σᵢ uᵢ + Σⱼ wⱼ) with uᵢ + wⱼ ≤ ‖xᵢ − T(xⱼ)‖² for all pairs").unit("length², ≤ W₂²")
            .reference("Kantorovich duality").cost("n²·d")
            .caveat("feasibility is checked on every pair, from the points");
    public static final MetricDefinition CERTIFICATE_GAP =
            MetricDefinition.of(GROUP, "certificate_gap", "certificate gap").lessIsBetter().compared(NONE)
                    .meaning("W₂² less its dual bound").formula("primal − dual").unit("length², ≥ 0 up to rounding")
                    .reference("Kantorovich duality")
                    .caveat("error bound of `exact`; a remark reports it if it exceeds what rounding explains");
    public static final MetricDefinition SLICED_W2 = MetricDefinition.of(GROUP, "sliced_w2", "sliced distance")
            .symbol("SW₂").meaning("sliced W₂")
            .formula("√(Σ over segments of the mean W₂² of the projections over 200 random lines)")
            .unit("length, ≤ W₂/√d").reference("Bonneel et al. 2015").cost("L·n·(d + log n)")
            .caveat("its interval is for the sampling of lines only, not of the samples");
    public static final MetricDefinition MAX_SLICED_W2 =
            MetricDefinition.of(GROUP, "max_sliced_w2", "max-sliced distance")
                    .meaning("max-sliced W₂: the greatest found over lines")
                    .formula("√(Σ over segments of the greatest W₂² of projections found)").unit("length, ≤ W₂")
                    .reference("Deshpande et al. 2019").cost("up to 900 sortings")
                    .caveat("a lower bound: other lines may give more");
    public static final MetricDefinition OT_GAP = MetricDefinition.of(GROUP, "ot_gap", "gap").symbol("D − W₂²")
            .lessIsBetter().heading("gap", "D − W₂²").meaning("D − W₂²; 0 for an optimal map")
            .formula("G = D − W₂², the Monge gap of T for the squared Euclidean cost")
            .unit("length², ≥ 0").reference("Monge and Kantorovich, see Villani 2009; Uscidda and Cuturi 2023")
            .caveat("0 at any n if T is optimal on the samples; the converse holds for the samples only");
    public static final MetricDefinition OT_GAP_RELATIVE = MetricDefinition.of(GROUP, "ot_gap_relative", "relative gap")
            .heading("gap / D", "").meaning("gap / D")
            .lessIsBetter().formula("G / D").unit("[0, 1]").reference("as `ot_gap`")
            .caveat("`null` if nothing moves (0/0)");
    public static final MetricDefinition EPSILON_SUP =
            MetricDefinition.of(GROUP, "epsilon_sup", "largest distance to the optimal image").symbol("ε")
                    .lessIsBetter().heading("ε, sup", "").formula("max over i of ‖T(xᵢ) − T*(xᵢ)‖").unit("length, ≥ 0")
                    .reference("the ε of the paper's Proposition 3").cost("n·d")
                    .caveat("for the optimal assignment that was found; with ties there may be others");
    public static final MetricDefinition EPSILON_RMS =
            MetricDefinition.of(GROUP, "epsilon_rms", "rms distance to the optimal image").lessIsBetter()
                    .heading("ε, rms", "").meaning("root mean square distance to the optimal image")
                    .formula("√((1/n) Σᵢ ‖T(xᵢ) − T*(xᵢ)‖²)").unit("length, ≥ 0").reference("as `epsilon_sup`")
                    .cost("n·d")
                    .caveat("as `epsilon_sup`");
    public static final MetricDefinition REASSIGNED_FRACTION =
            MetricDefinition.of(GROUP, "reassigned_fraction", "reassigned share").lessIsBetter()
                    .heading("reassigned", "").meaning("share that the optimal map sends elsewhere")
                    .formula("share of samples with T*(xᵢ) ≠ T(xᵢ) as points").unit("share, [0, 1]")
                    .reference("as `epsilon_sup`").cost("n·d").caveat("counts small and large reassignments equally");
    public static final MetricDefinition GELBRICH_LOWER_BOUND =
            MetricDefinition.of(GROUP, "gelbrich_lower_bound", "Gelbrich bound")
                    .meaning("from means and covariances: W₂² is not less")
                    .formula("‖m₁ − m₂‖² + tr(Σ₁ + Σ₂ − 2(Σ₁^½ Σ₂ Σ₁^½)^½), means m and covariances Σ (with 1/n)")
                    .unit("length², ≤ W₂²").reference("Gelbrich 1990").cost("n·d·min(n, d) + min(n, d)³")
                    .caveat("equal to W₂² between Gaussians; otherwise it depends only on the first two moments. The "
                            + "possible rounding error is subtracted");
    public static final MetricDefinition GAP_POINTS = MetricDefinition.of(GROUP, "gap_points", "samples of the gap")
            .meaning("samples for which optimal transport was computed")
            .formula("number of samples used for these metrics: all, unless they have more than 12.6 million "
                    + "coordinates (2,000 samples of 6,272 dimensions); then a random subset")
            .unit("count")
            .caveat("gaps of different numbers of samples are not comparable: fewer samples appear more optimal");
    public static final MetricDefinition GAP_DISPLACEMENT =
            MetricDefinition.of(GROUP, "gap_displacement", "displacement of the gap's samples").compared(NONE)
                    .meaning("D of the samples of the gap")
                    .formula("D of the `gap_points` samples: `ot_gap` is this minus `w2_squared`")
                    .unit("length²").reference("as `displacement`").cost("n·d")
                    .caveat("equal to `displacement` if all samples are used");
    public static final MetricDefinition OT_GAP_CONTROL =
            MetricDefinition.of(GROUP, "ot_gap_control", "relative gap of the control").compared(NONE)
                    .meaning("gap / D of a map that is certainly not optimal")
                    .formula("G / D with G of the images rotated about their mean: in the planes of their 16 principal "
                            + "directions, by as much as they were moved apart from the common shift, at most 30°")
                    .unit("≥ 0").cost("as `w2_squared`")
                    .caveat("about 0: the samples are too few for their dimension to show that a map is not optimal, "
                            + "so a small `ot_gap` carries no information; only computed if `ot_gap_relative` is "
                            + "below 1 %");
    public static final MetricDefinition LARGEST_EPSILON_SAMPLES =
            MetricDefinition.of(GROUP, "largest_epsilon_samples", "samples of the largest ε").optional()
                    .formula("the 5 samples of the largest ‖T(xᵢ) − T*(xᵢ)‖ above 0: `sample`, its index among the "
                            + "test points from 0, `label`, `value`")
                    .unit("length").reference("as `epsilon_sup`").caveat("as `epsilon_sup`");
    public static final MetricDefinition MONOTONICITY_VIOLATIONS =
            MetricDefinition.of(GROUP, "monotonicity_violations", "monotonicity violations").lessIsBetter()
                    .meaning("share of pairs that violate monotonicity")
                    .formula("share of pairs i < j with ⟨xᵢ − xⱼ, T(xᵢ) − T(xⱼ)⟩ < 0").unit("share, [0, 1]")
                    .reference("Brenier 1991; Rockafellar 1966").cost("n²·d")
                    .caveat("an optimal map has none; none does not make a map optimal (rotations by less than 90°)");
    public static final MetricDefinition ENTROPIC_DIVERGENCE =
            MetricDefinition.of(GROUP, "entropic_divergence", "entropic divergence").symbol("S_ε")
                    .meaning("debiased Sinkhorn divergence")
                    .formula(
                            "S_ε = OT_ε(a, b) − ½ OT_ε(a, a) − ½ OT_ε(b, b), with OT_ε = min ⟨P, c⟩ + ε KL(P | a⊗b),"
                                    + " each from its dual value; a, b uniform on {xᵢ} and {T(xᵢ)}; summed over"
                                    + " segments")
                    .unit("length², ≥ 0 up to the marginal error")
                    .reference("Cuturi 2013; Feydy et al. 2019").cost("n² per iteration")
                    .caveat("ε is a twentieth of the mean of ‖xᵢ − T(xⱼ)‖² over all pairs unless `--epsilon` is given;"
                            + " `null` beyond 10,000 points without `--epsilon`; to a marginal error of 10⁻⁵ in at most"
                            + " 2,000 iterations");
    public static final MetricDefinition ENTROPIC_GAP = MetricDefinition.of(GROUP, "entropic_gap", "entropic gap")
            .symbol("D − S_ε").lessIsBetter().meaning("D less the entropic divergence").formula("D − S_ε")
            .unit("length²")
            .reference("as `entropic_divergence`")
            .caveat("0 for translations, small for other optimal maps, tends to `ot_gap` as ε → 0; varies less over "
                    + "samples than `ot_gap`, and may be a little below 0");
    public static final MetricDefinition MONGE_GAP_ENTROPIC =
            MetricDefinition.of(GROUP, "monge_gap_entropic", "entropic Monge gap").symbol("D − W_ε").lessIsBetter()
                    .compared(NONE).meaning("D less the entropic cost, not debiased")
                    .formula(
                            "D − min (⟨P, c⟩ − ε·H(P)), H(P) = −Σ P ln P, over couplings P of {xᵢ} and {T(xᵢ)}, at the"
                                    + " ε of `entropic_divergence`; summed over segments")
                    .unit("length², ≥ ε ln n").reference("Uscidda and Cuturi 2023, (8), as OTT-JAX computes it")
                    .caveat("not 0 for optimal maps, and grows with n; `entropic_gap` is the debiased form and `ot_gap`"
                            + " the exact one, which is the limit of the Monge gap as ε → 0");
    public static final MetricDefinition CERTIFICATE_REMARK =
            MetricDefinition.of(GROUP, "certificate_remark", "remark on the certificate").optional()
                    .formula("a sentence, present if `certificate_gap` exceeds what rounding explains").unit("words");
    public static final MetricDefinition ENTROPIC_EPSILON_SEGMENTS =
            MetricDefinition.of(GROUP, "entropic_epsilon_segments", "ε of the divergence").symbol("ε").optional()
                    .formula("ε of `entropic_divergence`, one per segment; `entropic_epsilon` in `lap gap`")
                    .unit("length²");
    public static final MetricDefinition ENTROPIC_CONVERGENCE =
            MetricDefinition.of(GROUP, "entropic_convergence", "convergence of the divergence").optional()
                    .formula("`converged` or `stopped`: whether the iteration reached its marginal error").unit("word");
    public static final MetricDefinition SAMPLES_CLASSES =
            MetricDefinition.of(GROUP, "samples_classes", "points of each class").optional()
                    .formula("number of points of each class").unit("counts");

    @Override
    public List<MetricDefinition> metrics() {
        return List.of(W2_SQUARED, W2_METHOD, DUAL_BOUND, CERTIFICATE_GAP, SLICED_W2, MAX_SLICED_W2, OT_GAP,
                OT_GAP_RELATIVE, EPSILON_SUP, EPSILON_RMS, REASSIGNED_FRACTION, GELBRICH_LOWER_BOUND, GAP_POINTS,
                GAP_DISPLACEMENT, OT_GAP_CONTROL, LARGEST_EPSILON_SAMPLES, MONOTONICITY_VIOLATIONS, ENTROPIC_DIVERGENCE,
                ENTROPIC_GAP, MONGE_GAP_ENTROPIC, CERTIFICATE_REMARK,
                ENTROPIC_EPSILON_SEGMENTS, ENTROPIC_CONVERGENCE, SAMPLES_CLASSES, CostMeasures.DISPLACEMENT.bySegment(),
                W2_SQUARED.bySegment(), OT_GAP.bySegment(), ENTROPIC_DIVERGENCE.bySegment(),
                CostMeasures.TRANSPORT_COST.byClass(), CostMeasures.DISPLACEMENT.byClass(), W2_SQUARED.byClass(),
                OT_GAP.byClass(), OT_GAP_RELATIVE.byClass(), EPSILON_SUP.byClass(), EPSILON_RMS.byClass(),
                REASSIGNED_FRACTION.byClass());
    }

    /** Measures the samples that {@link StudiedFlow#gapRows} selects. */
    @Override
    public String put(Analysis.Builder analysis, StudiedFlow studied) {
        int[] rows = studied.gapRows();
        MeasuredFlow flow = studied.select(rows);
        Parallelism parallelism = studied.parallelism();
        analysis.put(GAP_POINTS, flow.size()).put(GAP_DISPLACEMENT, flow.displacement());
        FlowGap gap = FlowGap.of(flow, parallelism);
        analysis.put(W2_SQUARED, gap.w2Squared())
                .put(W2_METHOD, "exact")
                .put(DUAL_BOUND, gap.dualBound())
                .put(CERTIFICATE_GAP, gap.certificateGap())
                .put(OT_GAP, gap.gap())
                .put(OT_GAP_RELATIVE, Quantity.orReason(gap.relativeGap(), NOTHING_MOVES))
                .put(EPSILON_SUP, gap.epsilonSup())
                .put(EPSILON_RMS, gap.epsilonRms())
                .put(REASSIGNED_FRACTION, gap.reassignedFraction())
                .put(GELBRICH_LOWER_BOUND, gap.gelbrichLowerBound())
                .put(MONOTONICITY_VIOLATIONS,
                        Quantity.orReason(gap.monotonicityViolations(), "a single sample has no pairs"));
        gap.remark().ifPresent(remark -> analysis.put(CERTIFICATE_REMARK, remark));
        analysis.put(OT_GAP_CONTROL, control(flow, gap, studied.seed(), parallelism));
        if (gap.epsilonSup() > 0) {
            double[] epsilons = gap.epsilons();
            int[] largest = Arrays.stream(StudiedFlow.largest(epsilons)).filter(i -> epsilons[i] > 0).toArray();
            analysis.put(LARGEST_EPSILON_SAMPLES, StudiedFlow.table(studied.data(),
                    Arrays.stream(largest).map(i -> rows[i]).toArray(),
                    Arrays.stream(largest).mapToDouble(i -> epsilons[i]).toArray()));
        }
        if (flow.segments().size() > 1) {
            analysis.put(CostMeasures.DISPLACEMENT.bySegment(), bySegment(gap, TransportGap::displacement))
                    .put(W2_SQUARED.bySegment(), bySegment(gap, TransportGap::w2Squared))
                    .put(OT_GAP.bySegment(), bySegment(gap, TransportGap::gap));
        }
        putSliced(analysis, flow, studied.seed(), parallelism);
        putEntropic(analysis, flow, studied.blur(), parallelism);
        if (flow.shape().classes() > 0 && studied.data().isLabelled()) {
            double[] costs = studied.flow().cost().samples();
            putClasses(analysis, ClassGaps.of(
                    flow,
                    Arrays.stream(rows).mapToDouble(row -> costs[row]).toArray(),
                    Arrays.stream(rows).map(row -> studied.data().labels()[row]).toArray(),
                    parallelism));
        }
        return NOTHING_MOVES;
    }

    private static Quantity control(MeasuredFlow flow, FlowGap gap, long seed, Parallelism parallelism) {
        if (gap.displacement() == 0) {
            return Quantity.missing(NOTHING_MOVES);
        }
        if (gap.relativeGap() >= VISIBLE_GAP) {
            return Quantity.missing("the gap itself is visible");
        }
        OptionalDouble control = GapControl.of(flow, seed, parallelism);
        return control.isEmpty() ? Quantity.missing("points on a line cannot be rotated")
                : Quantity.of(control.getAsDouble() / gap.displacement());
    }

    private static double[] bySegment(FlowGap gap, ToDoubleFunction<TransportGap> quantity) {
        return gap.segments().stream().mapToDouble(quantity).toArray();
    }

    /** Puts the sliced distance: the squares of the segments are summed. */
    private static void putSliced(Analysis.Builder analysis, MeasuredFlow flow, long seed, Parallelism parallelism) {
        double squared = 0;
        double variance = 0;
        double greatest = 0;
        SlicedWasserstein slicing =
                SlicedWasserstein.of(seed).withProjections(PROJECTIONS).withParallelism(parallelism);
        for (SegmentFlow segment : flow.segments()) {
            SlicedEstimate sliced = slicing.estimate(
                    TransportProblem.of(segment.start(), segment.end(), GroundCost.squaredEuclidean()));
            squared += sliced.squared();
            variance += sliced.standardError() * sliced.standardError();
            greatest += sliced.maxSquared();
        }
        double halfWidth = NORMAL_QUANTILE * Math.sqrt(variance);
        analysis.put(SLICED_W2, Math.sqrt(squared),
                Math.sqrt(Math.max(0, squared - halfWidth)), Math.sqrt(squared + halfWidth))
                .put(MAX_SLICED_W2, Math.sqrt(greatest));
    }

    private static void putEntropic(
            Analysis.Builder analysis, MeasuredFlow flow, EntropicBlur blur, Parallelism parallelism) {
        if (!blur.isWanted(flow.size())) {
            List.of(ENTROPIC_DIVERGENCE, ENTROPIC_GAP, MONGE_GAP_ENTROPIC)
                    .forEach(key -> analysis.missing(key, blur.reason()));
            return;
        }
        FlowEntropicGap gap = FlowEntropicGap.of(flow, blur.epsilon(), parallelism);
        analysis.put(ENTROPIC_DIVERGENCE, gap.divergence())
                .put(ENTROPIC_GAP, gap.gap())
                .put(MONGE_GAP_ENTROPIC, gap.mongeGap())
                .put(ENTROPIC_EPSILON_SEGMENTS, gap.epsilons())
                .put(ENTROPIC_CONVERGENCE,
                        gap.convergence() instanceof Convergence.Converged ? "converged" : "stopped");
        if (flow.segments().size() > 1) {
            analysis.put(ENTROPIC_DIVERGENCE.bySegment(),
                    gap.segments().stream().mapToDouble(EntropicGap::divergence).toArray());
        }
    }

    private static void putClasses(Analysis.Builder analysis, ClassGaps gaps) {
        analysis.put(SAMPLES_CLASSES, Arrays.stream(gaps.samples()).asDoubleStream().toArray())
                .put(CostMeasures.TRANSPORT_COST.byClass(), gaps.costs())
                .put(CostMeasures.DISPLACEMENT.byClass(), gaps.of(FlowGap::displacement))
                .put(W2_SQUARED.byClass(), gaps.of(FlowGap::w2Squared))
                .put(OT_GAP.byClass(), gaps.of(FlowGap::gap))
                .put(OT_GAP_RELATIVE.byClass(), gaps.of(FlowGap::relativeGap))
                .put(EPSILON_SUP.byClass(), gaps.of(FlowGap::epsilonSup))
                .put(EPSILON_RMS.byClass(), gaps.of(FlowGap::epsilonRms))
                .put(REASSIGNED_FRACTION.byClass(), gaps.of(FlowGap::reassignedFraction));
    }
}
