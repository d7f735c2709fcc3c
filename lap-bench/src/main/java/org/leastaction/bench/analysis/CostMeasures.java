package org.leastaction.bench.analysis;

import static java.util.stream.Collectors.joining;
import static org.leastaction.metrics.definition.MetricDefinition.Compared.NONE;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.leastaction.bench.record.Analysis;
import org.leastaction.bench.record.Quantity;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.Segment;
import org.leastaction.flow.inspection.FlowCut.CutModel;
import org.leastaction.metrics.definition.MetricDefinition;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;
import org.leastaction.transport.MeasuredCosts;
import org.leastaction.transport.MeasuredFlow;
import org.leastaction.transport.SegmentFlow;
import org.leastaction.transport.TransportCost;

/** The transport cost of a flow, and quantities derived from it. */
public final class CostMeasures implements MetricGroup {

    private static final String GROUP = "cost";
    private static final String NOTHING_MOVES = "nothing moves";
    public static final MetricDefinition TRANSPORT_COST = MetricDefinition.of(GROUP, "transport_cost", "transport cost")
            .lessIsBetter().meaning("Σ‖v‖² over blocks, mean over points").formula("(1/n) Σᵢ Σ_k ‖v_k(x_kⁱ)‖₂²")
            .unit("length², ≥ 0").reference("the paper, (10), averaged over samples").cost("n·d·K")
            .caveat("grows with d");
    public static final MetricDefinition TRANSPORT_COST_BLOCKS =
            MetricDefinition.of(GROUP, "transport_cost_blocks", "cost per block").heading("transport", "cost")
                    .lessIsBetter()
                    .formula("the K terms of `transport_cost`, one per block").unit("length²")
                    .reference("as `transport_cost`")
                    .cost("n·d·K")
                    .caveat("sum to `transport_cost`");
    public static final MetricDefinition TRANSPORT_COST_SEGMENTS =
            MetricDefinition.of(GROUP, "transport_cost_segments", "transport cost of each segment").lessIsBetter()
                    .formula("its terms, one per segment").unit("length²").reference("as `transport_cost`")
                    .cost("n·d·K")
                    .caveat("sum to `transport_cost`");
    public static final MetricDefinition TRANSPORT_COST_ELEMENTWISE =
            MetricDefinition.of(GROUP, "transport_cost_elementwise", "transport cost per element").lessIsBetter()
                    .compared(NONE).meaning("Σ|v|² over blocks, mean over points and elements")
                    .formula("Σ_k mean over samples and elements of |v_k|²").unit("length² per element, ≥ 0")
                    .reference("the scale of the paper's published λ₀ and τ").cost("n·d·K")
                    .caveat("`transport_cost` / d in a flow of one segment");
    public static final MetricDefinition TRANSPORT_COST_ELEMENTWISE_BLOCKS =
            MetricDefinition.of(GROUP, "transport_cost_elementwise_blocks", "transport cost per element of each block")
                    .lessIsBetter().formula("the K terms of `transport_cost_elementwise`, one per block")
                    .unit("length² per element")
                    .reference("as `transport_cost_elementwise`").cost("n·d·K")
                    .caveat("sum to `transport_cost_elementwise`");
    public static final MetricDefinition ACTION = MetricDefinition.of(GROUP, "action", "action").lessIsBetter()
            .meaning("number of blocks times transport cost")
            .formula("K · `transport_cost` (Σ_s K_s · cost of segment s)").unit("length², ≥ 0")
            .reference("Benamou and Brenier 2000")
            .caveat("the kinetic energy of the Euler flow over unit time: steps of 1/K, velocities K·v_k");
    public static final MetricDefinition DISPLACEMENT = MetricDefinition.of(GROUP, "displacement", "displacement")
            .symbol("D").heading("D", "").meaning("mean ‖T(x) − x‖²").formula("D = (1/n) Σᵢ ‖T(xᵢ) − xᵢ‖²")
            .unit("length², ≥ 0").reference("Monge's cost of T").cost("n·d")
            .caveat("grows with d and with the scale of the encoder");
    public static final MetricDefinition STRAIGHTNESS = MetricDefinition.of(GROUP, "straightness", "straightness")
            .moreIsBetter().meaning("D / action; 1 for straight paths at constant speed").formula("D / `action`")
            .unit("[0, 1]").reference("Jensen: ‖Σ v_k‖² ≤ K Σ ‖v_k‖²")
            .caveat("1: every particle moves straight at constant speed; `null` if nothing moves");
    public static final MetricDefinition LARGEST_DISPLACEMENT =
            MetricDefinition.of(GROUP, "largest_displacement", "largest displacement of a block").lessIsBetter()
                    .heading("largest", "‖v‖").meaning("largest ‖v‖ of a block, over points and blocks")
                    .formula("max over samples and blocks of ‖v_k(x_kⁱ)‖₂; where the shortcut is the identity, of "
                            + "‖x_{k+1} − x_k‖")
                    .unit("length, ≥ 0").reference("the definition").cost("n·K")
                    .caveat("one sample at one block determines it: it grows with n, and is a lower bound for the "
                            + "distribution");

    public static final MetricDefinition SEGMENTS = MetricDefinition.of(GROUP, "segments", "segments").compared(NONE)
            .optional().formula("for each segment: number of `blocks`, `dimension` d of its particles, and the extents"
                    + " of their shape, `extent_1`, …, if all shapes have as many")
            .unit("counts").reference("the network");
    public static final MetricDefinition BLOCK_NAMES =
            MetricDefinition.of(GROUP, "block_names", "names of the blocks").compared(NONE).optional()
                    .formula("of a network from another framework: the module in which each block ends, from the names "
                            + "of its operations; separated by commas, a comma in a name is `\\,`")
                    .unit("text").reference("the network's file");
    public static final MetricDefinition STATE_SAMPLES =
            MetricDefinition.of(GROUP, "state_samples", "samples whose states are kept").compared(NONE).optional()
                    .formula("where the states of all samples do not fit into memory: the number of samples, drawn at "
                            + "random, on which all groups but `accuracy` and `cost` measure, and `spread` and "
                            + "`common_shift`")
                    .unit("count");
    public static final MetricDefinition TOKEN_SAMPLES =
            MetricDefinition.of(GROUP, "token_samples", "samples of the tokens").compared(NONE).optional()
                    .formula("with `--particle token`: the number of samples whose tokens are the points")
                    .unit("count").caveat("intervals treat tokens as independent; those of one sample are not, so the "
                            + "intervals are too narrow");
    public static final MetricDefinition SPREAD = MetricDefinition.of(GROUP, "spread", "spread of the samples")
            .compared(NONE).meaning("mean ‖x₀ − mean‖²").formula("(1/n) Σᵢ ‖xᵢ − x̄‖² before the blocks")
            .unit("length², ≥ 0").cost("n·d")
            .caveat("the scale of the data: `displacement` / `spread` has no unit; summed over segments as "
                    + "`displacement`");
    public static final MetricDefinition COMMON_SHIFT = MetricDefinition.of(GROUP, "common_shift", "common shift")
            .compared(NONE).meaning("share of D that is one shift of all samples")
            .formula("‖(1/n) Σᵢ (T(xᵢ) − xᵢ)‖² / D").unit("share, [0, 1]").cost("n·d")
            .caveat("a shift is optimal: at most 1 − `common_shift` of D is gap; `null` if nothing moves");
    public static final MetricDefinition COSTLIEST_SAMPLES =
            MetricDefinition.of(GROUP, "costliest_samples", "costliest samples").optional()
                    .formula("the 5 samples of the largest transport cost: `sample`, its index among the test points "
                            + "from 0, `label`, `value`")
                    .unit("length²").reference("as `transport_cost`")
                    .caveat("of the samples used: others may cost more");
    private static final List<MetricDefinition> OF_PARTICLES = List.of(SPREAD, COMMON_SHIFT);

    @Override
    public List<MetricDefinition> metrics() {
        return List.of(SEGMENTS, BLOCK_NAMES, STATE_SAMPLES, TOKEN_SAMPLES, TRANSPORT_COST, TRANSPORT_COST_BLOCKS,
                TRANSPORT_COST_SEGMENTS,
                TRANSPORT_COST_ELEMENTWISE, TRANSPORT_COST_ELEMENTWISE_BLOCKS, ACTION, DISPLACEMENT, STRAIGHTNESS,
                LARGEST_DISPLACEMENT, SPREAD, COMMON_SHIFT, COSTLIEST_SAMPLES);
    }

    @Override
    public String put(Analysis.Builder analysis, StudiedFlow flow) {
        return putOfAll(analysis, flow.flow().costs(), flow.data(), flow);
    }

    /**
     * Puts the costs of all samples, and what needs particles of some.
     *
     * @param measured of all samples
     * @param data     all samples
     * @param some     the samples with particles
     */
    static String putOfAll(Analysis.Builder analysis, MeasuredCosts measured, LabelledPoints data, StudiedFlow some) {
        putCosts(analysis, some.model(), measured);
        Shift shift = Shift.of(some.flow());
        analysis.put(SPREAD, shift.spread()).put(COMMON_SHIFT, Quantity.orReason(shift.common(), NOTHING_MOVES));
        putCostliest(analysis, measured.cost().samples(), data);
        return "";
    }

    private static void putCostliest(Analysis.Builder analysis, double[] costs, LabelledPoints data) {
        int[] costliest = StudiedFlow.largest(costs);
        analysis.put(COSTLIEST_SAMPLES, StudiedFlow.table(data,
                costliest, Arrays.stream(costliest).mapToDouble(i -> costs[i]).toArray()));
    }

    /** Puts the values that need no particles. */
    static void put(Analysis.Builder analysis, FlowModel model, MeasuredCosts measured) {
        putCosts(analysis, model, measured);
        OF_PARTICLES
                .forEach(metric -> analysis.missing(metric, "measured with any other group than accuracy and cost"));
    }

    /** The names of the blocks of a record, in order; empty if it has none. */
    public static List<String> blockNames(Analysis analysis) {
        return analysis.text(BLOCK_NAMES.key()).map(text -> Stream.of(text.split("(?<!\\\\), ", -1))
                .map(name -> name.replace("\\,", ",")).toList()).orElse(List.of());
    }

    private static void putCosts(Analysis.Builder analysis, FlowModel model, MeasuredCosts measured) {
        TransportCost cost = measured.cost();
        analysis.put(SEGMENTS, segments(model.shape().segments()));
        model.role(CutModel.class).map(cut -> cut.cut().moduleNames()).filter(names -> !names.isEmpty())
                .ifPresent(names -> analysis.put(BLOCK_NAMES, names.stream()
                        .map(name -> name.replaceAll("[\\p{Cc}\\\\]", "?").replace(",", "\\,"))
                        .collect(joining(", "))));
        analysis.put(TRANSPORT_COST, cost.total())
                .put(TRANSPORT_COST_BLOCKS, cost.blocks())
                .put(TRANSPORT_COST_SEGMENTS, cost.segments())
                .put(TRANSPORT_COST_ELEMENTWISE, cost.elementwise())
                .put(TRANSPORT_COST_ELEMENTWISE_BLOCKS, cost.elementwiseBlocks())
                .put(ACTION, measured.action())
                .put(DISPLACEMENT, measured.displacement())
                .put(STRAIGHTNESS, Quantity.orReason(measured.straightness(), NOTHING_MOVES))
                .put(LARGEST_DISPLACEMENT, cost.largestNorm());
    }

    private static Map<String, double[]> segments(List<Segment> segments) {
        Map<String, double[]> columns = new LinkedHashMap<>();
        columns.put("blocks", segments.stream().mapToDouble(Segment::blocks).toArray());
        columns.put("dimension", segments.stream().mapToDouble(Segment::dimension).toArray());
        int rank = segments.stream().mapToInt(segment -> segment.shape().size()).min().orElse(0);
        if (segments.stream().allMatch(segment -> segment.shape().size() == rank)) {
            for (int e = 0; e < rank; e++) {
                int axis = e;
                columns.put("extent_" + (e + 1), segments.stream().mapToDouble(s -> s.shape().get(axis)).toArray());
            }
        }
        return columns;
    }

    /**
     * The scale of the data, and the part of the displacement that is common to all samples; summed over segments.
     *
     * @param spread mean squared distance of the start points to their mean
     * @param common share of D, in [0, 1]; NaN if nothing moves
     */
    private record Shift(double spread, double common) {

        static Shift of(MeasuredFlow flow) {
            double spread = 0;
            double shift = 0;
            for (SegmentFlow segment : flow.segments()) {
                FloatPoints x = segment.start();
                FloatPoints tx = segment.end();
                for (int k = 0; k < x.dimension(); k++) {
                    double sum = 0;
                    double moved = 0;
                    for (int i = 0; i < x.size(); i++) {
                        sum += x.get(i, k);
                        moved += tx.get(i, k) - x.get(i, k);
                    }
                    double mean = sum / x.size();
                    shift += moved / x.size() * (moved / x.size());
                    for (int i = 0; i < x.size(); i++) {
                        spread += (x.get(i, k) - mean) * (x.get(i, k) - mean) / x.size();
                    }
                }
            }
            double displacement = flow.displacement();
            return new Shift(spread, displacement > 0 ? Math.min(1, shift / displacement) : Double.NaN);
        }
    }

    /**
     * A group that is measured on all samples, also where the states of only some fit into memory.
     *
     * @param values puts the values, as {@link MetricGroup#put}
     */
    record OfAllSamples(MetricGroup group, BiFunction<Analysis.Builder, StudiedFlow, String> values)
            implements MetricGroup {

        @Override
        public List<MetricDefinition> metrics() {
            return group.metrics();
        }

        @Override
        public String put(Analysis.Builder analysis, StudiedFlow flow) {
            return values.apply(analysis, flow);
        }
    }
}
