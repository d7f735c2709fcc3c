package org.leastaction.metrics.jacobian;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.leastaction.metrics.Estimate;
import org.leastaction.metrics.jacobian.LocalJacobian.Hutchinson;
import org.leastaction.points.DoublePoints;

/**
 * Measurements of the Jacobian J of a map at one point that need products with J only, not with Jᵀ: for maps whose
 * derivatives are finite differences, where a product with Jᵀ takes one evaluation per coordinate.
 *
 * @param stretch        the largest ‖J·v‖ over unit vectors v of the power iteration with J: a lower bound of σ_max,
 *                       close to it if J is nearly symmetric; over random v if J is not square
 * @param residueStretch as {@code stretch}, of J − I; empty if J is not square
 * @param asymmetry      ‖J − Jᵀ‖_F / 2‖J‖_F as in {@link LocalJacobian}, by ‖J − Jᵀ‖_F² = 2‖J‖_F² − 2·tr(J²); empty if
 *                       J is not square
 */
public record ForwardJacobian(double stretch, Optional<Double> residueStretch, Optional<Estimate> asymmetry) {

    /**
     * Measures all points of a field: 2·steps + 2·probes products with J for each, or steps if J is not square.
     *
     * @throws ArithmeticException if a product is not finite
     */
    public static List<ForwardJacobian> of(JacobianField field, JacobianOptions options) {
        double[] stretches = stretches(field, options);
        if (!field.isSquare()) {
            return IntStream.range(0, field.size())
                    .mapToObj(i -> new ForwardJacobian(stretches[i], Optional.empty(), Optional.empty())).toList();
        }
        double[] residues = stretches(field.minusIdentity(), options);
        List<Estimate> asymmetries = Hutchinson.asymmetryForward(field, options);
        return IntStream.range(0, field.size()).mapToObj(i -> new ForwardJacobian(
                stretches[i], Optional.of(residues[i]), Optional.of(asymmetries.get(i)))).toList();
    }

    /** The number of products with J for one point. */
    public static long products(int inputDimension, int outputDimension, JacobianOptions options) {
        return inputDimension == outputDimension ? 2L * options.steps() + 2L * options.probes() : options.steps();
    }

    private static double[] stretches(JacobianField field, JacobianOptions options) {
        SplittableRandom random = new SplittableRandom(options.seed());
        double[] largest = new double[field.size()];
        DoublePoints v = Rows.randomUnit(field.size(), field.inputDimension(), random);
        for (int step = 0; step < options.steps(); step++) {
            DoublePoints product = field.apply(v);
            double[] norms = Rows.norms(product);
            for (int i = 0; i < norms.length; i++) {
                largest[i] = Math.max(largest[i], norms[i]);
            }
            if (field.isSquare()) {
                Rows.divide(product, norms);
                v = product;
            } else {
                v = Rows.randomUnit(field.size(), field.inputDimension(), random);
            }
        }
        return largest;
    }
}
