package org.leastaction.bench.analysis;

import static org.leastaction.metrics.definition.MetricDefinition.Compared.NONE;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.leastaction.bench.record.Analysis;
import org.leastaction.bench.record.Quantity;
import org.leastaction.flow.BlockJacobianProducts;
import org.leastaction.flow.FlowShape;
import org.leastaction.flow.RoleReasons;
import org.leastaction.io.Messages;
import org.leastaction.metrics.definition.MetricDefinition;
import org.leastaction.metrics.geometry.ResidualAlignment;
import org.leastaction.metrics.jacobian.JacobianField;
import org.leastaction.metrics.jacobian.SingularTriplets;
import org.leastaction.metrics.statistics.Bootstrap;
import org.leastaction.points.FloatPoints;

/** Alignment of the Jacobians of the residues with one another, along the paths of some samples. */
public final class AlignmentMeasures implements MetricGroup {

    private static final String GROUP = "alignment";
    private static final int POINTS = 8;
    private static final int MOST_TRIPLETS = 10;
    /** Singular vectors in memory at once, in numbers: 256 MiB. */
    private static final long MOST_NUMBERS = 32_000_000;
    private static final String NO_PAIR = "no two blocks of one segment keep the dimension";
    private static final String NO_BLOCKS = "the backend does not differentiate single blocks";

    public static final MetricDefinition BLOCK_COUPLING =
            MetricDefinition.of(GROUP, "block_coupling", "coupling of the blocks")
                    .meaning("agreement of the leading singular vectors of the residues' Jacobians")
                    .formula(
                            "mean over samples and ordered pairs of blocks of 1 − ‖U_jᵀJ_iV_j − S_i‖_F/‖S_i‖_F; U, S, V"
                                    + " the r leading singular triplets of J = ∇v_k")
                    .unit("(−∞, 1]").interval("bootstrap over samples").reference("Aubry et al. 2025")
                    .cost("34 + 30 products per block and sample for r = 10")
                    .caveat("1 if all blocks have the same singular vectors, about 0 for independent ones; pairs within"
                            + " a segment; J_i by its r + 5 leading triplets");
    public static final MetricDefinition BLOCK_COUPLING_NEIGHBOURS =
            MetricDefinition.of(GROUP, "block_coupling_neighbours", "coupling of consecutive blocks").compared(NONE)
                    .formula("`block_coupling` of each pair of consecutive blocks").unit("(−∞, 1]").interval("none")
                    .reference("as `block_coupling`").cost("none extra")
                    .caveat("K − 1 numbers; `null` between segments");
    public static final MetricDefinition ALIGNMENT_DEPTH =
            MetricDefinition.of(GROUP, "alignment_depth", "alignment across depth").symbol("RA2")
                    .meaning("overlap of the leading singular spaces of different blocks")
                    .formula("mean over samples and pairs of blocks of (‖U_iᵀU_j‖_F² + ‖V_iᵀV_j‖_F²)/2r")
                    .unit("[0, 1]").interval("bootstrap over samples").reference("Li and Papyan 2023")
                    .cost("none extra").caveat("r/d for independent spaces");
    public static final MetricDefinition ALIGNMENT_LEFT_RIGHT =
            MetricDefinition.of(GROUP, "alignment_left_right", "alignment of left and right").symbol("RA2")
                    .meaning("overlap of left and right leading singular spaces of a block")
                    .formula("mean over samples and blocks of ‖U_kᵀV_k‖_F²/r").unit("[0, 1]")
                    .interval("bootstrap over samples").reference("Li and Papyan 2023").cost("none extra")
                    .caveat("r/d for independent spaces; 1 also for symmetric Jacobians of any rank");
    public static final MetricDefinition RESIDUE_RANK_SHARE =
            MetricDefinition.of(GROUP, "residue_rank_share", "share of the leading singular values").symbol("RA3")
                    .meaning("share of ‖∇v‖² in the r leading singular values, mean over blocks")
                    .formula("mean over samples and blocks of Σ_{i≤r} σ_i²/‖∇v_k‖_F²").unit("[0, 1]")
                    .interval("bootstrap over samples").reference("Li and Papyan 2023").cost("4 products per block and "
                            + "sample")
                    .caveat("1 if the rank is at most r, which is the number of classes where it is at most 10 and d/2;"
                            + " the rest of ‖∇v_k‖_F² is estimated from 4 random products");
    public static final MetricDefinition RESIDUE_SIGMA_BLOCKS =
            MetricDefinition.of(GROUP, "residue_sigma_blocks", "mean σ_max of each residue").lessIsBetter()
                    .compared(NONE).formula("mean over samples of the largest singular value of ∇v_k").unit("[0, ∞)")
                    .interval("none").reference("Li and Papyan 2023").cost("none extra")
                    .caveat("of the samples used; `null` for a block that changes the dimension");
    public static final MetricDefinition SIGMA_DEPTH_EXPONENT =
            MetricDefinition.of(GROUP, "sigma_depth_exponent", "scaling of σ_max with depth").symbol("RA4")
                    .meaning("exponent of σ_max in the block's number")
                    .formula("least-squares slope of ln `residue_sigma_blocks` over ln k, k = 1 … K").unit("(−∞, ∞)")
                    .interval("Student, of the line").reference("Li and Papyan 2023").cost("none extra")
                    .caveat("−1 if the singular values fall inversely with depth; `null` for fewer than 3 blocks");
    public static final MetricDefinition ALIGNMENT_RANK =
            MetricDefinition.of(GROUP, "alignment_rank", "triplets of the alignment").symbol("r")
                    .formula("r: the number of classes, at most 10 and half of the smallest dimension, at least 1")
                    .unit("count").caveat("values for different r are not comparable");
    public static final MetricDefinition ALIGNMENT_POINTS =
            MetricDefinition.of(GROUP, "alignment_points", "samples of the alignment")
                    .formula("number of samples, at most 8").unit("count").caveat("fewer if derivatives are slow");

    @Override
    public List<MetricDefinition> metrics() {
        return List.of(BLOCK_COUPLING, BLOCK_COUPLING_NEIGHBOURS, ALIGNMENT_DEPTH, ALIGNMENT_LEFT_RIGHT,
                RESIDUE_RANK_SHARE, RESIDUE_SIGMA_BLOCKS, SIGMA_DEPTH_EXPONENT, ALIGNMENT_RANK, ALIGNMENT_POINTS);
    }

    @Override
    public boolean needsStates() {
        return true;
    }

    @Override
    public Optional<String> refusal(StudiedFlow flow) {
        if (flow.model().role(BlockJacobianProducts.class).isEmpty()) {
            return Optional.of(RoleReasons.of(flow.model(), BlockJacobianProducts.class, NO_BLOCKS));
        }
        return comparable(flow.flow().shape()).length == 0
                ? Optional.of("all blocks change the dimension") : Optional.empty();
    }

    @Override
    public String put(Analysis.Builder analysis, StudiedFlow flow) {
        try {
            return measure(analysis, flow);
        } catch (ArithmeticException notFinite) {
            return Messages.of(notFinite);
        }
    }

    /** The blocks that keep the dimension, so that their residue's Jacobian is J − I. */
    private static int[] comparable(FlowShape shape) {
        return IntStream.range(0, shape.blocks())
                .filter(k -> shape.enteringDimension(k) == shape.leavingDimension(k)).toArray();
    }

    private static String measure(Analysis.Builder analysis, StudiedFlow flow) {
        FlowShape shape = flow.flow().shape();
        BlockJacobianProducts products = flow.model().role(BlockJacobianProducts.class).orElseThrow();
        int[] blocks = comparable(shape);
        int narrowest = Arrays.stream(blocks).map(shape::enteringDimension).min().orElseThrow();
        int classes = shape.classes() > 0 ? shape.classes() : MOST_TRIPLETS;
        int rank = Math.max(1, Math.min(Math.min(classes, MOST_TRIPLETS), narrowest / 2));
        int wanted = Math.min(POINTS, flow.states().rows().length);
        double seconds = 0;
        long numbers = 0;
        for (int k : blocks) {
            int d = shape.enteringDimension(k);
            ProductCost cost = ProductCost.of(products.derivativeMethod(), entering(flow, k, wanted), d,
                    (states, u) -> products.blockJacobianVector(k, states, u),
                    (states, w) -> products.blockVectorJacobian(k, states, w));
            seconds += cost.seconds(SingularTriplets.products(d, d, rank));
            numbers += 4L * (rank + 5) * d;
        }
        OptionalInt affordable = flow.budget().points(wanted, seconds);
        if (affordable.isEmpty()) {
            return flow.budget().refusal(wanted, seconds, products);
        }
        int[] rows = StudiedFlow.rows(flow.states().rows().length, affordable.getAsInt(), flow.seed());
        List<ResidualAlignment> paths = new ArrayList<>();
        int together = (int) Math.max(1, Math.min(rows.length, MOST_NUMBERS / numbers));
        for (int from = 0; from < rows.length; from += together) {
            paths.addAll(paths(flow, products, blocks,
                    Arrays.copyOfRange(rows, from, Math.min(rows.length, from + together)), rank));
            flow.watch().reached(GROUP, paths.size(), rows.length);
        }
        put(analysis, paths, flow.seed());
        analysis.put(ALIGNMENT_RANK, rank).put(ALIGNMENT_POINTS, paths.size());
        return "";
    }

    /** The alignment along the paths of some of the kept particles. */
    private static List<ResidualAlignment> paths(
            StudiedFlow flow, BlockJacobianProducts products, int[] blocks, int[] rows, int rank) {
        FlowShape shape = flow.flow().shape();
        List<List<SingularTriplets>> triplets = new ArrayList<>();
        for (int k = 0; k < shape.blocks(); k++) {
            int block = k;
            if (Arrays.binarySearch(blocks, k) < 0) {
                triplets.add(List.of());
                continue;
            }
            FloatPoints states = flow.states().state(k).select(rows);
            JacobianField field = JacobianField.of(
                    states.size(), shape.enteringDimension(k), shape.leavingDimension(k),
                    u -> products.blockJacobianVector(block, states, u),
                    w -> products.blockVectorJacobian(block, states, w)).minusIdentity();
            triplets.add(SingularTriplets.of(field, rank, flow.seed() + k));
        }
        int[] segments = IntStream.range(0, shape.segments().size())
                .flatMap(s -> IntStream.generate(() -> s).limit(shape.segments().get(s).blocks())).toArray();
        return IntStream.range(0, rows.length).mapToObj(i -> ResidualAlignment.of(
                triplets.stream().map(block -> block.stream().skip(i).findFirst()).toList(), segments, rank)).toList();
    }

    private static void put(Analysis.Builder analysis, List<ResidualAlignment> paths, long seed) {
        Bootstrap bootstrap = Bootstrap.defaults().withSeed(seed);
        double[] largest = byBlock(paths, ResidualAlignment::largest);
        analysis.put(BLOCK_COUPLING, mean(paths, ResidualAlignment::coupling, bootstrap))
                .put(BLOCK_COUPLING_NEIGHBOURS, byBlock(paths, ResidualAlignment::neighbours))
                .put(ALIGNMENT_DEPTH, mean(paths, ResidualAlignment::depth, bootstrap))
                .put(ALIGNMENT_LEFT_RIGHT, mean(paths, ResidualAlignment::leftRight, bootstrap))
                .put(RESIDUE_RANK_SHARE, mean(paths, path -> Arrays.stream(path.rankShares())
                        .filter(Double::isFinite).average().orElse(Double.NaN), bootstrap))
                .put(RESIDUE_SIGMA_BLOCKS, largest)
                .put(SIGMA_DEPTH_EXPONENT, ResidualAlignment.depthExponent(largest).map(Quantity::of)
                        .orElse(Quantity.missing("fewer than 3 blocks keep the dimension and move")));
    }

    private static Quantity mean(
            List<ResidualAlignment> paths, ToDoubleFunction<ResidualAlignment> value, Bootstrap bootstrap) {
        double[] values = paths.stream().mapToDouble(value).filter(Double::isFinite).toArray();
        return values.length == 0 ? Quantity.missing(NO_PAIR) : Quantity.of(bootstrap.mean(values));
    }

    /** The mean over paths at each place of a list. */
    private static double[] byBlock(List<ResidualAlignment> paths, Function<ResidualAlignment, double[]> list) {
        double[] means = new double[list.apply(paths.get(0)).length];
        for (ResidualAlignment path : paths) {
            for (int k = 0; k < means.length; k++) {
                means[k] += list.apply(path)[k] / paths.size();
            }
        }
        return means;
    }

    private static FloatPoints entering(StudiedFlow flow, int block, int size) {
        FloatPoints states = flow.states().state(block);
        return states.select(StudiedFlow.rows(states.size(), size, flow.seed()));
    }
}
