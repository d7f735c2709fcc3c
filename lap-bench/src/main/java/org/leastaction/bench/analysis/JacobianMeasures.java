package org.leastaction.bench.analysis;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.leastaction.bench.record.Analysis;
import org.leastaction.flow.BlockJacobianProducts;
import org.leastaction.flow.FlowShape;
import org.leastaction.flow.JacobianProducts;
import org.leastaction.flow.RoleReasons;
import org.leastaction.io.Messages;
import org.leastaction.metrics.Estimate;
import org.leastaction.metrics.jacobian.JacobianField;
import org.leastaction.metrics.jacobian.JacobianOptions;
import org.leastaction.metrics.jacobian.JacobianSummary;
import org.leastaction.metrics.jacobian.LocalJacobian;
import org.leastaction.metrics.statistics.Bootstrap;
import org.leastaction.points.FloatPoints;

/** The Jacobian of the map at samples, and that of every block at the particles of the same samples. */
final class JacobianMeasures implements Measures {

    private static final double[] SHARES = {0.05, 0.25, 0.5, 0.75, 0.95, 1};
    private static final List<String> OF_MAP = List.of("lipschitz_jacobian", "lipschitz_jacobian_mean",
            "lipschitz_jacobian_quantiles", "jacobian_min_singular", "jacobian_min_singular_mean",
            "jacobian_min_singular_residual", "jacobian_asymmetry", "jacobian_asymmetry_error", "jacobian_min_eigenvalue",
            "jacobian_min_eigenvalue_residual", "jacobian_negative_fraction", "jacobian_points");
    private static final List<String> OF_BLOCKS = List.of("lipschitz_jacobian_blocks", "jacobian_min_singular_blocks",
            "jacobian_asymmetry_blocks", "jacobian_min_eigenvalue_blocks", "residue_lipschitz_blocks",
            "residue_lipschitz_blocks_high", "residue_contraction_blocks", "jacobian_path_points");
    private static final String NO_BLOCKS = "the backend does not differentiate single blocks";
    private static final String NOT_SQUARE = "the map changes the dimension, so its Jacobian is not square";

    @Override
    public List<String> keys() {
        return Stream.of(OF_MAP, OF_BLOCKS, List.of("jacobian_derivatives", "jacobian_derivatives_blocks"))
                .flatMap(List::stream).toList();
    }

    @Override
    public Optional<String> refusal(StudiedFlow flow) {
        return flow.model().role(JacobianProducts.class).isEmpty()
                ? Optional.of(RoleReasons.of(flow.model(), JacobianProducts.class, "the backend does not differentiate"))
                : Optional.empty();
    }

    @Override
    public String put(Analysis.Builder analysis, StudiedFlow flow) {
        try {
            return measure(analysis, flow);
        } catch (ArithmeticException notFinite) {
            return Messages.of(notFinite);
        }
    }

    private static String measure(Analysis.Builder analysis, StudiedFlow flow) {
        JacobianOptions options = JacobianOptions.defaults().withSeed(flow.seed());
        JacobianProducts products = flow.model().role(JacobianProducts.class).orElseThrow();
        analysis.put("jacobian_derivatives", DerivativeWords.of(products));
        putMap(analysis, flow, products, options);
        Optional<BlockJacobianProducts> blocks = flow.model().role(BlockJacobianProducts.class);
        blocks.ifPresent(block -> putBlocks(analysis, flow, block, options));
        return blocks.isPresent() ? NOT_SQUARE : RoleReasons.of(flow.model(), BlockJacobianProducts.class, NO_BLOCKS);
    }

    private static void putMap(
            Analysis.Builder analysis, StudiedFlow flow, JacobianProducts products, JacobianOptions options) {
        int d = flow.flow().shape().encodedDimension();
        int end = flow.flow().shape().transportedDimension();
        FloatPoints wanted = entering(flow, 0, flow.sizes().jacobian());
        double seconds = ProductCost.of(products.derivativeMethod(), wanted, end,
                        products::jacobianVector, products::vectorJacobian)
                .secondsAPoint(d, end, options, false);
        OptionalInt affordable = flow.budget().points(wanted.size(), seconds);
        if (affordable.isEmpty()) {
            String reason = flow.budget().refusal(wanted.size(), seconds, products.derivativeMethod());
            OF_MAP.forEach(key -> analysis.missing(key, reason));
            return;
        }
        FloatPoints points = wanted.size() == affordable.getAsInt() ? wanted : entering(flow, 0, affordable.getAsInt());
        JacobianField field = JacobianField.of(products, points, end);
        put(analysis, JacobianSummary.of(
                LocalJacobian.withoutResidue(watched(flow, "jacobian", field, options, false), options),
                Bootstrap.defaults().withSeed(flow.seed())));
    }

    /** A field that reports completed products to a watch. */
    private static JacobianField watched(
            StudiedFlow flow, String stage, JacobianField field, JacobianOptions options, boolean residue) {
        long[] each = options.products(field.inputDimension(), field.outputDimension(), residue);
        return new WatchedField(field, each[1], done -> flow.watch().reached(stage, done, each[1]));
    }

    private static void put(Analysis.Builder analysis, JacobianSummary summary) {
        Map<String, double[]> quantiles = new LinkedHashMap<>();
        quantiles.put("share", SHARES);
        quantiles.put("value", Arrays.stream(SHARES).map(summary::stretch).toArray());
        analysis.put("jacobian_points", summary.points())
                .put("lipschitz_jacobian", summary.lipschitz())
                .put("lipschitz_jacobian_mean", summary.meanStretch())
                .put("lipschitz_jacobian_quantiles", quantiles)
                .put("jacobian_min_singular", summary.leastSingularValue())
                .put("jacobian_min_singular_mean", summary.meanSqueeze())
                .put("jacobian_min_singular_residual", summary.squeezeResidual());
        if (summary.asymmetry().isEmpty()) {
            List.of("jacobian_asymmetry", "jacobian_asymmetry_error", "jacobian_min_eigenvalue",
                    "jacobian_min_eigenvalue_residual", "jacobian_negative_fraction")
                    .forEach(key -> analysis.missing(key, NOT_SQUARE));
            return;
        }
        analysis.put("jacobian_asymmetry", summary.asymmetry().get())
                .put("jacobian_asymmetry_error", summary.asymmetryError().orElseThrow())
                .put("jacobian_min_eigenvalue", summary.leastEigenvalue().orElseThrow())
                .put("jacobian_min_eigenvalue_residual", summary.eigenvalueResidual().orElseThrow())
                .put("jacobian_negative_fraction", summary.negativeShare().orElseThrow());
    }

    private static void putBlocks(
            Analysis.Builder analysis, StudiedFlow flow, BlockJacobianProducts products, JacobianOptions options) {
        analysis.put("jacobian_derivatives_blocks", DerivativeWords.of(products));
        FlowShape shape = flow.flow().shape();
        Bootstrap bootstrap = Bootstrap.defaults().withSeed(flow.seed());
        double seconds = 0;
        for (int k = 0; k < shape.blocks(); k++) {
            int block = k;
            seconds += ProductCost.of(products.derivativeMethod(), entering(flow, k, flow.sizes().path()),
                            shape.leavingDimension(k),
                            (states, u) -> products.blockJacobianVector(block, states, u),
                            (states, w) -> products.blockVectorJacobian(block, states, w))
                    .secondsAPoint(shape.enteringDimension(k), shape.leavingDimension(k), options, true);
        }
        int wanted = Math.min(flow.sizes().path(), flow.states().rows().length);
        OptionalInt affordable = flow.budget().points(wanted, seconds);
        if (affordable.isEmpty()) {
            String reason = flow.budget().refusal(wanted, seconds, products.derivativeMethod());
            OF_BLOCKS.forEach(key -> analysis.missing(key, reason));
            return;
        }
        List<JacobianSummary> blocks = IntStream.range(0, shape.blocks()).mapToObj(k -> {
            flow.watch().reached("jacobian of the blocks", k, shape.blocks());
            FloatPoints states = entering(flow, k, affordable.getAsInt());
            JacobianField field = JacobianField.of(
                    states.size(), shape.enteringDimension(k), shape.leavingDimension(k),
                    u -> products.blockJacobianVector(k, states, u),
                    w -> products.blockVectorJacobian(k, states, w));
            return JacobianSummary.of(LocalJacobian.of(field, options), bootstrap);
        }).toList();
        analysis.put("jacobian_path_points", blocks.get(0).points())
                .put("lipschitz_jacobian_blocks", list(blocks, block -> block.lipschitz().value()))
                .put("jacobian_min_singular_blocks", list(blocks, block -> block.leastSingularValue().value()))
                .put("jacobian_asymmetry_blocks", optional(blocks, JacobianSummary::asymmetry, Estimate::value))
                .put("jacobian_min_eigenvalue_blocks",
                        optional(blocks, JacobianSummary::leastEigenvalue, Estimate::value));
        double[] residues = optional(blocks, JacobianSummary::residueLipschitz, Estimate::value);
        analysis.put("residue_lipschitz_blocks", residues)
                .put("residue_lipschitz_blocks_high",
                        optional(blocks, JacobianSummary::residueLipschitz, Estimate::high))
                .put("residue_contraction_blocks", (double) Arrays.stream(residues).filter(norm -> norm < 1).count());
    }

    /** Some of the kept particles at the entry of a block; the same particles for every block. */
    private static FloatPoints entering(StudiedFlow flow, int block, int size) {
        FloatPoints states = flow.states().state(block);
        int[] rows = StudiedFlow.rows(states.size(), size, flow.seed());
        return states.select(rows);
    }

    private static double[] list(List<JacobianSummary> blocks, ToDoubleFunction<JacobianSummary> value) {
        return blocks.stream().mapToDouble(value).toArray();
    }

    private static double[] optional(
            List<JacobianSummary> blocks, Function<JacobianSummary, Optional<Estimate>> of,
            ToDoubleFunction<Estimate> value) {
        return blocks.stream().mapToDouble(block -> of.apply(block).map(value::applyAsDouble).orElse(Double.NaN))
                .toArray();
    }
}
