package org.leastaction.bench.analysis;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.leastaction.bench.record.Analysis;
import org.leastaction.bench.record.Quantity;
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
import org.leastaction.transport.MeasuredFlow;
import org.leastaction.transport.SegmentFlow;
import org.leastaction.transport.TransportGap;

/** The difference of a flow's map to an optimal one: in total, by segment and by class. */
final class GapQuantities {

    /** Their error is reported with the result; more would take longer than W₂ itself in high dimensions. */
    private static final int PROJECTIONS = 200;
    private static final double NORMAL_QUANTILE = 1.959963984540054;
    private static final String NOTHING_MOVES = "nothing moves";
    static final List<String> KEYS = List.of("w2_squared", "dual_bound", "certificate_gap", "ot_gap",
            "ot_gap_relative", "epsilon_sup", "epsilon_rms", "reassigned_fraction", "gelbrich_lower_bound",
            "monotonicity_violations", "gap_points", "gap_displacement", "entropic_divergence", "entropic_gap",
            "sliced_w2", "max_sliced_w2");

    private GapQuantities() {}

    /** @param reason why no quantity can be measured */
    static void missing(Analysis.Builder analysis, String reason) {
        KEYS.forEach(key -> analysis.missing(key, reason));
    }

    /** Measures the samples that {@link StudiedFlow#gapRows} selects. */
    static void put(Analysis.Builder analysis, StudiedFlow studied, EntropicBlur blur) {
        int[] rows = studied.gapRows();
        MeasuredFlow flow = studied.select(rows);
        Parallelism parallelism = studied.parallelism();
        analysis.put("gap_points", flow.size()).put("gap_displacement", flow.displacement());
        FlowGap gap = FlowGap.of(flow, parallelism);
        analysis.put("w2_squared", gap.w2Squared())
                .put("w2_method", "exact")
                .put("dual_bound", gap.dualBound())
                .put("certificate_gap", gap.certificateGap())
                .put("ot_gap", gap.gap())
                .put("ot_gap_relative", quotient(gap.relativeGap(), NOTHING_MOVES))
                .put("epsilon_sup", gap.epsilonSup())
                .put("epsilon_rms", gap.epsilonRms())
                .put("reassigned_fraction", gap.reassignedFraction())
                .put("gelbrich_lower_bound", gap.gelbrichLowerBound())
                .put("monotonicity_violations", quotient(gap.monotonicityViolations(), "a single sample has no pairs"));
        gap.remark().ifPresent(remark -> analysis.put("certificate_remark", remark));
        if (flow.segments().size() > 1) {
            analysis.put("displacement_segments", bySegment(gap, TransportGap::displacement))
                    .put("w2_squared_segments", bySegment(gap, TransportGap::w2Squared))
                    .put("ot_gap_segments", bySegment(gap, TransportGap::gap));
        }
        putSliced(analysis, flow, studied.seed(), parallelism);
        putEntropic(analysis, flow, blur, parallelism);
        if (flow.shape().classes() > 0 && studied.data().isLabelled()) {
            double[] costs = studied.flow().cost().samples();
            putClasses(analysis, ClassGaps.of(
                    flow,
                    Arrays.stream(rows).mapToDouble(row -> costs[row]).toArray(),
                    Arrays.stream(rows).map(row -> studied.data().labels()[row]).toArray(),
                    parallelism));
        }
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
        analysis.put("sliced_w2", Math.sqrt(squared),
                        Math.sqrt(Math.max(0, squared - halfWidth)), Math.sqrt(squared + halfWidth))
                .put("max_sliced_w2", Math.sqrt(greatest));
    }

    private static void putEntropic(
            Analysis.Builder analysis, MeasuredFlow flow, EntropicBlur blur, Parallelism parallelism) {
        if (!blur.isWanted(flow.size())) {
            analysis.missing("entropic_divergence", blur.reason()).missing("entropic_gap", blur.reason());
            return;
        }
        FlowEntropicGap gap = FlowEntropicGap.of(flow, blur.epsilon(), parallelism);
        analysis.put("entropic_divergence", gap.divergence())
                .put("entropic_gap", gap.gap())
                .put("entropic_epsilon_segments", gap.epsilons())
                .put("entropic_convergence",
                        gap.convergence() instanceof Convergence.Converged ? "converged" : "stopped");
        if (flow.segments().size() > 1) {
            analysis.put("entropic_divergence_segments",
                    gap.segments().stream().mapToDouble(EntropicGap::divergence).toArray());
        }
    }

    private static void putClasses(Analysis.Builder analysis, ClassGaps gaps) {
        analysis.put("samples_classes", Arrays.stream(gaps.samples()).asDoubleStream().toArray())
                .put("transport_cost_classes", gaps.costs())
                .put("displacement_classes", gaps.of(FlowGap::displacement))
                .put("w2_squared_classes", gaps.of(FlowGap::w2Squared))
                .put("ot_gap_classes", gaps.of(FlowGap::gap))
                .put("ot_gap_relative_classes", gaps.of(FlowGap::relativeGap))
                .put("epsilon_sup_classes", gaps.of(FlowGap::epsilonSup))
                .put("epsilon_rms_classes", gaps.of(FlowGap::epsilonRms))
                .put("reassigned_fraction_classes", gaps.of(FlowGap::reassignedFraction));
    }

    private static Quantity quotient(double value, String reasonIfUndefined) {
        return Double.isNaN(value) ? Quantity.missing(reasonIfUndefined) : Quantity.of(value);
    }
}
