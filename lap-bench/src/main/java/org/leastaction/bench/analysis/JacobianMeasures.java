package org.leastaction.bench.analysis;

import static org.leastaction.metrics.definition.MetricDefinition.Compared.MAXIMUM;
import static org.leastaction.metrics.definition.MetricDefinition.Compared.NONE;

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
import org.leastaction.bench.analysis.ProductCost.DerivativeWords;
import org.leastaction.bench.record.Analysis;
import org.leastaction.flow.BlockJacobianProducts;
import org.leastaction.flow.FlowShape;
import org.leastaction.flow.JacobianProducts;
import org.leastaction.flow.RoleReasons;
import org.leastaction.io.Messages;
import org.leastaction.metrics.Estimate;
import org.leastaction.metrics.definition.MetricDefinition;
import org.leastaction.metrics.jacobian.ForwardJacobian;
import org.leastaction.metrics.jacobian.JacobianField;
import org.leastaction.metrics.jacobian.JacobianOptions;
import org.leastaction.metrics.jacobian.JacobianSummary;
import org.leastaction.metrics.jacobian.LocalJacobian;
import org.leastaction.metrics.statistics.Bootstrap;
import org.leastaction.points.FloatPoints;

/** The Jacobian of the map at samples, and that of every block at the particles of the same samples. */
public final class JacobianMeasures implements MetricGroup {

    private static final String GROUP = "jacobian";
    private static final double[] SHARES = {0.05, 0.25, 0.5, 0.75, 0.95, 1};
    private static final String NO_BLOCKS = "the backend does not differentiate single blocks";
    private static final String NOT_SQUARE = "the map changes the dimension, so its Jacobian is not square";

    public static final MetricDefinition LIPSCHITZ_JACOBIAN =
            MetricDefinition.of(GROUP, "lipschitz_jacobian", "largest σ_max").lessIsBetter()
                    .heading("largest", "σ_max").meaning("largest ‖J‖ at samples, J the Jacobian of T")
                    .formula("max over samples of σ_max(J)").unit("[0, ∞)").interval("Krylov")
                    .reference("Golub and Kahan 1965").cost("48 products per sample")
                    .caveat("a lower bound of the Lipschitz constant, attained at a sample");
    public static final MetricDefinition LIPSCHITZ_JACOBIAN_MEAN =
            MetricDefinition.of(GROUP, "lipschitz_jacobian_mean", "mean σ_max").lessIsBetter().heading("mean", "σ_max")
                    .meaning("mean ‖J‖ at samples").formula("mean over samples of σ_max").unit("[0, ∞)")
                    .interval("bootstrap")
                    .reference("as `lipschitz_jacobian`").cost("48 products per sample").caveat("mean of lower bounds");
    public static final MetricDefinition LIPSCHITZ_JACOBIAN_QUANTILES =
            MetricDefinition.of(GROUP, "lipschitz_jacobian_quantiles", "quantiles of σ_max")
                    .formula("quantiles of σ_max: `value` at each `share` of the samples").unit("[0, ∞)")
                    .interval("none")
                    .reference("as `lipschitz_jacobian`").cost("48 products per sample").caveat("of the samples used");
    public static final MetricDefinition JACOBIAN_MIN_SINGULAR =
            MetricDefinition.of(GROUP, "jacobian_min_singular", "least σ_min").moreIsBetter().heading("least", "σ_min")
                    .meaning("least σ_min of J at samples")
                    .formula("min over samples of σ_min(J), of min(d, d′) singular values").unit("[0, ∞)")
                    .interval("Krylov")
                    .reference("as `lipschitz_jacobian`").cost("48 products per sample")
                    .caveat("the value is an upper bound; without solving equations in J little is known about a lower "
                            + "bound, and the interval often starts at 0");
    public static final MetricDefinition JACOBIAN_MIN_SINGULAR_MEAN =
            MetricDefinition.of(GROUP, "jacobian_min_singular_mean", "mean σ_min").moreIsBetter()
                    .meaning("mean σ_min of J at samples").formula("mean over samples of the same upper bound")
                    .unit("[0, ∞)")
                    .interval("bootstrap over samples").reference("as `jacobian_min_singular`")
                    .cost("48 products per sample")
                    .caveat("biased upwards");
    public static final MetricDefinition JACOBIAN_MIN_SINGULAR_RESIDUAL =
            MetricDefinition.of(GROUP, "jacobian_min_singular_residual", "error of σ_min").lessIsBetter()
                    .compared(NONE).meaning("median distance to a true singular value")
                    .formula("median distance within which there is certainly a singular value").unit("≥ 0")
                    .reference("Parlett 1998").cost("none extra").caveat("not necessarily the least one");
    public static final MetricDefinition JACOBIAN_ASYMMETRY =
            MetricDefinition.of(GROUP, "jacobian_asymmetry", "asymmetry").lessIsBetter().heading("asym-", "metry")
                    .meaning("mean ‖J − J′‖ / 2‖J‖, J′ the transpose; 0 for an optimal map")
                    .formula("mean over samples of ‖J − Jᵀ‖_F / 2‖J‖_F").unit("[0, 1]")
                    .interval("bootstrap over samples")
                    .reference("the paper, Theorem 7; Hutchinson 1990").cost("32 products per sample")
                    .caveat("0 for gradients; 0.71 for matrices of independent entries, 0.42 in the plane; near 0 for"
                            + " any map near the identity");
    public static final MetricDefinition JACOBIAN_ASYMMETRY_ERROR =
            MetricDefinition.of(GROUP, "jacobian_asymmetry_error", "error of the asymmetry").lessIsBetter()
                    .compared(NONE).meaning("error of the asymmetry from the random probes")
                    .formula("root mean square of half the width of a sample's interval from the probes").unit("[0, 1]")
                    .reference("Hutchinson 1990").cost("none extra")
                    .caveat("for single samples; the error of the mean over samples is smaller");
    public static final MetricDefinition JACOBIAN_MIN_EIGENVALUE =
            MetricDefinition.of(GROUP, "jacobian_min_eigenvalue", "least eigenvalue").moreIsBetter()
                    .meaning("least of (J + J′)/2; ≥ 0 for an optimal map")
                    .formula("min over samples of the least eigenvalue of (J + Jᵀ)/2").unit("(−∞, ∞)")
                    .interval("Krylov")
                    .reference("the paper, Theorem 7").cost("48 products per sample")
                    .caveat("the value is an upper bound: a negative one proves that T is not monotone there");
    public static final MetricDefinition JACOBIAN_MIN_EIGENVALUE_RESIDUAL =
            MetricDefinition.of(GROUP, "jacobian_min_eigenvalue_residual", "error of the least eigenvalue")
                    .lessIsBetter().compared(NONE).meaning("median distance to a true eigenvalue")
                    .formula("median distance within which there is certainly an eigenvalue").unit("≥ 0")
                    .reference("Parlett 1998").cost("none extra").caveat("not necessarily the least one");
    public static final MetricDefinition JACOBIAN_NEGATIVE_FRACTION =
            MetricDefinition.of(GROUP, "jacobian_negative_fraction", "share negative").lessIsBetter()
                    .meaning("share of samples with certainly a negative eigenvalue")
                    .formula("share of samples with certainly a negative eigenvalue").unit("[0, 1]").interval("Wilson")
                    .reference("as `jacobian_min_eigenvalue`").cost("none extra")
                    .caveat("a lower bound: a negative eigenvalue may be missed");
    public static final MetricDefinition JACOBIAN_POINTS = MetricDefinition.of(GROUP, "jacobian_points", "samples of J")
            .meaning("samples where J was measured").formula("number of samples used for T").unit("count")
            .caveat("maxima over few samples miss the steepest points");
    public static final MetricDefinition JACOBIAN_PATH_POINTS =
            MetricDefinition.of(GROUP, "jacobian_path_points", "samples of each block's J")
                    .meaning("samples where each block's J was measured")
                    .formula("number of samples used for each block")
                    .unit("count").caveat("maxima over few samples miss the steepest points");
    public static final MetricDefinition LIPSCHITZ_JACOBIAN_BLOCKS =
            MetricDefinition.of(GROUP, "lipschitz_jacobian_blocks", "largest σ_max of each block").lessIsBetter()
                    .compared(MAXIMUM)
                    .formula("`lipschitz_jacobian` of each block, at the particles that enter the block")
                    .unit("[0, ∞)").interval("none: values of the summary").reference("as `lipschitz_jacobian`")
                    .cost("176 products per sample").caveat("of 16 samples");
    public static final MetricDefinition JACOBIAN_MIN_SINGULAR_BLOCKS =
            MetricDefinition.of(GROUP, "jacobian_min_singular_blocks", "least σ_min of each block").moreIsBetter()
                    .formula("`jacobian_min_singular` of each block, at the particles that enter the block")
                    .unit("[0, ∞)")
                    .interval("none: values of the summary").reference("as `jacobian_min_singular`")
                    .cost("176 products per sample").caveat("of 16 samples");
    public static final MetricDefinition JACOBIAN_ASYMMETRY_BLOCKS =
            MetricDefinition.of(GROUP, "jacobian_asymmetry_blocks", "asymmetry of each block's Jacobian")
                    .heading("asymmetry", "").lessIsBetter()
                    .formula("`jacobian_asymmetry` of each block, at the particles that enter the block").unit("[0, 1]")
                    .interval("none: values of the summary").reference("as `jacobian_asymmetry`")
                    .cost("176 products per sample").caveat("of 16 samples");
    public static final MetricDefinition JACOBIAN_MIN_EIGENVALUE_BLOCKS =
            MetricDefinition.of(GROUP, "jacobian_min_eigenvalue_blocks", "least eigenvalue of each block")
                    .moreIsBetter()
                    .formula("`jacobian_min_eigenvalue` of each block, at the particles that enter the block")
                    .unit("(−∞, ∞)")
                    .interval("none: values of the summary").reference("as `jacobian_min_eigenvalue`")
                    .cost("176 products per sample").caveat("of 16 samples");
    public static final MetricDefinition RESIDUE_LIPSCHITZ_BLOCKS =
            MetricDefinition.of(GROUP, "residue_lipschitz_blocks", "norm of each residue's Jacobian")
                    .heading("largest", "‖Dv‖").lessIsBetter()
                    .compared(MAXIMUM).formula("max over samples of ‖∇v_k‖ = ‖J_k − I‖").unit("[0, ∞)")
                    .interval("`residue_lipschitz_blocks_high`").reference("Behrmann et al. 2019")
                    .cost("48 products per sample")
                    .caveat("if it is below 1 everywhere, the block is invertible; samples can refute that, not prove"
                            + " it");
    public static final MetricDefinition RESIDUE_LIPSCHITZ_BLOCKS_HIGH =
            MetricDefinition.of(GROUP, "residue_lipschitz_blocks_high", "upper ends of ‖∇v‖").compared(NONE)
                    .formula("upper ends of the Krylov intervals of the same").unit("[0, ∞)")
                    .reference("Kuczyński and Woźniakowski 1992").cost("none extra")
                    .caveat("for the random start, not for other samples");
    public static final MetricDefinition RESIDUE_CONTRACTION_BLOCKS =
            MetricDefinition.of(GROUP, "residue_contraction_blocks", "contracting residues").moreIsBetter()
                    .meaning("blocks with ‖Dv‖ < 1 at all samples")
                    .formula("number of blocks with ‖∇v_k‖ < 1 at all `jacobian_path_points` samples").unit("count")
                    .interval("none")
                    .reference("Behrmann et al. 2019").cost("none extra")
                    .caveat("an estimate of the number of invertible blocks");
    public static final MetricDefinition JACOBIAN_DERIVATIVES =
            MetricDefinition.of(GROUP, "jacobian_derivatives", "derivatives of the map")
                    .formula(
                            "how the products with J were computed: `exact`, by the chain rule, or by `finite"
                                    + " differences`")
                    .unit("words").cost("none extra")
                    .caveat("for finite differences an error of 10⁻³ of ‖J‖‖u‖ is assumed; near kinks there is no"
                            + " bound; missing, as all Jacobians, for a network that is quantised, rounds, or computes"
                            + " in half precision");
    public static final MetricDefinition JACOBIAN_DERIVATIVES_BLOCKS =
            MetricDefinition.of(GROUP, "jacobian_derivatives_blocks", "derivatives of the blocks")
                    .formula("`jacobian_derivatives` for the products with each block's J").unit("words")
                    .cost("none extra")
                    .caveat("as `jacobian_derivatives`");
    private static final List<MetricDefinition> OF_MAP = List.of(LIPSCHITZ_JACOBIAN, LIPSCHITZ_JACOBIAN_MEAN,
            LIPSCHITZ_JACOBIAN_QUANTILES, JACOBIAN_MIN_SINGULAR, JACOBIAN_MIN_SINGULAR_MEAN,
            JACOBIAN_MIN_SINGULAR_RESIDUAL, JACOBIAN_ASYMMETRY, JACOBIAN_ASYMMETRY_ERROR, JACOBIAN_MIN_EIGENVALUE,
            JACOBIAN_MIN_EIGENVALUE_RESIDUAL, JACOBIAN_NEGATIVE_FRACTION, JACOBIAN_POINTS);
    private static final List<MetricDefinition> OF_BLOCKS =
            List.of(LIPSCHITZ_JACOBIAN_BLOCKS, JACOBIAN_MIN_SINGULAR_BLOCKS,
                    JACOBIAN_ASYMMETRY_BLOCKS, JACOBIAN_MIN_EIGENVALUE_BLOCKS, RESIDUE_LIPSCHITZ_BLOCKS,
                    RESIDUE_LIPSCHITZ_BLOCKS_HIGH, RESIDUE_CONTRACTION_BLOCKS, JACOBIAN_PATH_POINTS);

    @Override
    public List<MetricDefinition> metrics() {
        return Stream.of(OF_MAP, OF_BLOCKS, List.of(JACOBIAN_DERIVATIVES, JACOBIAN_DERIVATIVES_BLOCKS))
                .flatMap(List::stream).toList();
    }

    @Override
    public Optional<String> refusal(StudiedFlow flow) {
        return flow.model().role(JacobianProducts.class).isEmpty()
                ? Optional
                        .of(RoleReasons.of(flow.model(), JacobianProducts.class, "the backend does not differentiate"))
                : Optional.empty();
    }

    @Override
    public boolean needsStates() {
        return true;
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
        analysis.put(JACOBIAN_DERIVATIVES, DerivativeWords.of(products));
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
        ProductCost cost = ProductCost.of(products.derivativeMethod(), wanted, end,
                products::jacobianVector, products::vectorJacobian);
        double seconds = cost.secondsAPoint(d, end, options, false);
        OptionalInt affordable = flow.budget().points(wanted.size(), seconds);
        if (affordable.isEmpty()) {
            flow.budget().points(wanted.size(), cost.forward() * ForwardJacobian.products(d, end, options)).ifPresent(
                    size -> ForwardMeasures.putMap(
                            analysis, JacobianField.of(products, entering(flow, 0, size), end), options, SHARES));
            missing(analysis, OF_MAP, flow.budget().refusal(wanted.size(), seconds, products));
            return;
        }
        FloatPoints points = wanted.size() == affordable.getAsInt() ? wanted : entering(flow, 0, affordable.getAsInt());
        JacobianField field = JacobianField.of(products, points, end);
        put(analysis, JacobianSummary.of(
                LocalJacobian.withoutResidue(watched(flow, "jacobian", field, options, false), options),
                Bootstrap.defaults().withSeed(flow.seed())));
    }

    private static void missing(Analysis.Builder analysis, List<MetricDefinition> metrics, String reason) {
        metrics.stream().filter(metric -> !analysis.has(metric)).forEach(metric -> analysis.missing(metric, reason));
    }

    /** A field that reports completed products to a watch. */
    private static JacobianField watched(
            StudiedFlow flow, String stage, JacobianField field, JacobianOptions options, boolean residue) {
        long[] each = options.products(field.inputDimension(), field.outputDimension(), residue);
        return new ProductCost.CountedField(field, each[1], done -> flow.watch().reached(stage, done, each[1]));
    }

    private static void put(Analysis.Builder analysis, JacobianSummary summary) {
        Map<String, double[]> quantiles = new LinkedHashMap<>();
        quantiles.put("share", SHARES);
        quantiles.put("value", Arrays.stream(SHARES).map(summary::stretch).toArray());
        analysis.put(JACOBIAN_POINTS, summary.points())
                .put(LIPSCHITZ_JACOBIAN, summary.lipschitz())
                .put(LIPSCHITZ_JACOBIAN_MEAN, summary.meanStretch())
                .put(LIPSCHITZ_JACOBIAN_QUANTILES, quantiles)
                .put(JACOBIAN_MIN_SINGULAR, summary.leastSingularValue())
                .put(JACOBIAN_MIN_SINGULAR_MEAN, summary.meanSqueeze())
                .put(JACOBIAN_MIN_SINGULAR_RESIDUAL, summary.squeezeResidual());
        if (summary.asymmetry().isEmpty()) {
            List.of(JACOBIAN_ASYMMETRY, JACOBIAN_ASYMMETRY_ERROR, JACOBIAN_MIN_EIGENVALUE,
                    JACOBIAN_MIN_EIGENVALUE_RESIDUAL, JACOBIAN_NEGATIVE_FRACTION)
                    .forEach(key -> analysis.missing(key, NOT_SQUARE));
            return;
        }
        analysis.put(JACOBIAN_ASYMMETRY, summary.asymmetry().get())
                .put(JACOBIAN_ASYMMETRY_ERROR, summary.asymmetryError().orElseThrow())
                .put(JACOBIAN_MIN_EIGENVALUE, summary.leastEigenvalue().orElseThrow())
                .put(JACOBIAN_MIN_EIGENVALUE_RESIDUAL, summary.eigenvalueResidual().orElseThrow())
                .put(JACOBIAN_NEGATIVE_FRACTION, summary.negativeShare().orElseThrow());
    }

    private static void putBlocks(
            Analysis.Builder analysis, StudiedFlow flow, BlockJacobianProducts products, JacobianOptions options) {
        analysis.put(JACOBIAN_DERIVATIVES_BLOCKS, DerivativeWords.of(products));
        FlowShape shape = flow.flow().shape();
        Bootstrap bootstrap = Bootstrap.defaults().withSeed(flow.seed());
        double seconds = 0;
        double forward = 0;
        for (int k = 0; k < shape.blocks(); k++) {
            int block = k;
            ProductCost cost = ProductCost.of(products.derivativeMethod(), entering(flow, k, flow.sizes().path()),
                    shape.leavingDimension(k),
                    (states, u) -> products.blockJacobianVector(block, states, u),
                    (states, w) -> products.blockVectorJacobian(block, states, w));
            seconds += cost.secondsAPoint(shape.enteringDimension(k), shape.leavingDimension(k), options, true);
            forward += cost.forward()
                    * ForwardJacobian.products(shape.enteringDimension(k), shape.leavingDimension(k), options);
        }
        int wanted = Math.min(flow.sizes().path(), flow.states().rows().length);
        OptionalInt affordable = flow.budget().points(wanted, seconds);
        if (affordable.isEmpty()) {
            flow.budget().points(wanted, forward).ifPresent(size -> ForwardMeasures.putBlocks(
                    analysis, shape.blocks(), k -> field(flow, products, k, size), options, flow.watch()));
            missing(analysis, OF_BLOCKS, flow.budget().refusal(wanted, seconds, products));
            return;
        }
        List<JacobianSummary> blocks = IntStream.range(0, shape.blocks()).mapToObj(k -> {
            flow.watch().reached("jacobian of the blocks", k, shape.blocks());
            return JacobianSummary.of(
                    LocalJacobian.of(field(flow, products, k, affordable.getAsInt()), options), bootstrap);
        }).toList();
        analysis.put(JACOBIAN_PATH_POINTS, blocks.get(0).points())
                .put(LIPSCHITZ_JACOBIAN_BLOCKS, list(blocks, block -> block.lipschitz().value()))
                .put(JACOBIAN_MIN_SINGULAR_BLOCKS, list(blocks, block -> block.leastSingularValue().value()))
                .put(JACOBIAN_ASYMMETRY_BLOCKS, optional(blocks, JacobianSummary::asymmetry, Estimate::value))
                .put(JACOBIAN_MIN_EIGENVALUE_BLOCKS,
                        optional(blocks, JacobianSummary::leastEigenvalue, Estimate::value));
        double[] residues = optional(blocks, JacobianSummary::residueLipschitz, Estimate::value);
        analysis.put(RESIDUE_LIPSCHITZ_BLOCKS, residues)
                .put(RESIDUE_LIPSCHITZ_BLOCKS_HIGH,
                        optional(blocks, JacobianSummary::residueLipschitz, Estimate::high))
                .put(RESIDUE_CONTRACTION_BLOCKS, (double) Arrays.stream(residues).filter(norm -> norm < 1).count());
    }

    /** The Jacobians of a block at some of the kept particles. */
    private static JacobianField field(StudiedFlow flow, BlockJacobianProducts products, int block, int size) {
        FlowShape shape = flow.flow().shape();
        FloatPoints states = entering(flow, block, size);
        return JacobianField.of(
                states.size(), shape.enteringDimension(block), shape.leavingDimension(block),
                u -> products.blockJacobianVector(block, states, u),
                w -> products.blockVectorJacobian(block, states, w));
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
