package org.leastaction.bench.analysis;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.leastaction.bench.record.Analysis;
import org.leastaction.metrics.Estimate;
import org.leastaction.metrics.jacobian.ForwardJacobian;
import org.leastaction.metrics.jacobian.JacobianField;
import org.leastaction.metrics.jacobian.JacobianOptions;
import org.leastaction.metrics.statistics.Bootstrap;
import org.leastaction.metrics.statistics.Quantiles;

/**
 * The measurements of {@link JacobianMeasures} if products with Jᵀ are too expensive: lower bounds of σ_max, and the
 * asymmetry, from products with J.
 */
final class ForwardMeasures {

    static final String WORDS = "finite differences, products with J only";

    private ForwardMeasures() {}

    /** Puts the measurable values of the map; the caller adds the reason for the others. */
    static void putMap(Analysis.Builder analysis, JacobianField field, JacobianOptions options, double[] shares) {
        List<ForwardJacobian> points = ForwardJacobian.of(field, options);
        double[] stretches = points.stream().mapToDouble(ForwardJacobian::stretch).sorted().toArray();
        Bootstrap bootstrap = Bootstrap.defaults().withSeed(options.seed());
        Map<String, double[]> quantiles = new LinkedHashMap<>();
        quantiles.put("share", shares);
        quantiles.put("value", Arrays.stream(shares).map(share -> Quantiles.ofSorted(stretches, share)).toArray());
        analysis.put(JacobianMeasures.JACOBIAN_DERIVATIVES, WORDS)
                .put(JacobianMeasures.JACOBIAN_POINTS, points.size())
                .put(JacobianMeasures.LIPSCHITZ_JACOBIAN, stretches[stretches.length - 1])
                .put(JacobianMeasures.LIPSCHITZ_JACOBIAN_MEAN, bootstrap.mean(stretches))
                .put(JacobianMeasures.LIPSCHITZ_JACOBIAN_QUANTILES, quantiles);
        if (field.isSquare()) {
            double[] asymmetries = asymmetries(points);
            double[] errors = points.stream().map(point -> point.asymmetry().orElseThrow()).mapToDouble(Estimate::width)
                    .map(width -> width * width / 4).toArray();
            analysis.put(JacobianMeasures.JACOBIAN_ASYMMETRY, bootstrap.mean(asymmetries))
                    .put(JacobianMeasures.JACOBIAN_ASYMMETRY_ERROR,
                            Math.sqrt(Arrays.stream(errors).average().orElseThrow()));
        }
    }

    /** Puts the measurable values of the blocks; the caller adds the reason for the others. */
    static void putBlocks(
            Analysis.Builder analysis, int blocks, IntFunction<JacobianField> fields, JacobianOptions options,
            AnalysisWatch watch) {
        List<List<ForwardJacobian>> measured = IntStream.range(0, blocks).mapToObj(k -> {
            watch.reached("jacobian of the blocks", k, blocks);
            return ForwardJacobian.of(fields.apply(k), options);
        }).toList();
        analysis.put(JacobianMeasures.JACOBIAN_DERIVATIVES_BLOCKS, WORDS)
                .put(JacobianMeasures.JACOBIAN_PATH_POINTS, measured.get(0).size())
                .put(JacobianMeasures.LIPSCHITZ_JACOBIAN_BLOCKS, measured.stream().mapToDouble(
                        points -> points.stream().mapToDouble(ForwardJacobian::stretch).max().orElseThrow()).toArray())
                .put(JacobianMeasures.JACOBIAN_ASYMMETRY_BLOCKS, measured.stream().mapToDouble(
                        points -> Arrays.stream(asymmetries(points)).average().orElse(Double.NaN)).toArray())
                .put(JacobianMeasures.RESIDUE_LIPSCHITZ_BLOCKS, measured.stream().mapToDouble(
                        points -> points.stream().flatMap(point -> point.residueStretch().stream())
                                .mapToDouble(Double::doubleValue).max().orElse(Double.NaN))
                        .toArray());
    }

    /** Empty if the Jacobians are not square. */
    private static double[] asymmetries(List<ForwardJacobian> points) {
        return points.stream().flatMap(point -> point.asymmetry().stream()).mapToDouble(Estimate::value).toArray();
    }
}
