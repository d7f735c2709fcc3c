package org.leastaction.metrics.jacobian;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.leastaction.metrics.Estimate;

/**
 * Measurements of the Jacobian J of a map at one point.
 *
 * @param singularValues     σ_max = ‖J‖, the greatest local stretch, and σ_min, 0 where the map folds
 * @param residueNorm        ‖J − I‖, of a block x + v(x) the norm of v's Jacobian; empty if J is not square, or it was
 *                           not requested
 * @param asymmetry          ‖J − Jᵀ‖_F / 2‖J‖_F, in [0, 1]: 0 for gradients; empty if J is not square
 * @param smallestEigenvalue of (J + Jᵀ)/2: at least 0 for gradients of convex functions; empty if J is not square
 */
public record LocalJacobian(
        SingularValues singularValues,
        Optional<Estimate> residueNorm,
        Optional<Estimate> asymmetry,
        Optional<LeastEigenvalue> smallestEigenvalue) {

    /**
     * Measures all points of a field. In few dimensions this is exact up to rounding, with d products; otherwise
     * 6·steps + 2·probes products for each point (2·steps if the Jacobians are not square).
     *
     * @throws ArithmeticException if a product is not finite
     */
    public static List<LocalJacobian> of(JacobianField field, JacobianOptions options) {
        if (isSmall(field, options)) {
            return ExactJacobians.of(field);
        }
        List<LocalJacobian> all = withoutResidue(field, options);
        if (!field.isSquare()) {
            return all;
        }
        List<SingularValues> residues = GolubKahan.of(field.minusIdentity(), options);
        return IntStream.range(0, all.size())
                .mapToObj(i -> all.get(i).withResidueNorm(residues.get(i).largest())).toList();
    }

    /**
     * As {@link #of}, without ‖J − I‖ beyond the dimensions of exact Jacobians: it matters for blocks, not for a whole
     * map, and this saves a third of the steps, 2·steps products for each point.
     *
     * @throws ArithmeticException if a product is not finite
     */
    public static List<LocalJacobian> withoutResidue(JacobianField field, JacobianOptions options) {
        if (isSmall(field, options)) {
            return ExactJacobians.of(field);
        }
        List<SingularValues> singular = GolubKahan.of(field, options);
        if (!field.isSquare()) {
            return singular.stream().map(values -> new LocalJacobian(
                    values, Optional.empty(), Optional.empty(), Optional.empty())).toList();
        }
        List<LeastEigenvalue> eigenvalues = SymmetricLanczos.of(field.symmetricPart(), options);
        List<Estimate> asymmetries = Hutchinson.asymmetry(field, options);
        return IntStream.range(0, field.size()).mapToObj(i -> new LocalJacobian(
                singular.get(i), Optional.empty(), Optional.of(asymmetries.get(i)), Optional.of(eigenvalues.get(i))))
                .toList();
    }

    private static boolean isSmall(JacobianField field, JacobianOptions options) {
        return Math.max(field.inputDimension(), field.outputDimension()) <= options.exactUpTo();
    }

    private LocalJacobian withResidueNorm(Estimate norm) {
        return new LocalJacobian(singularValues, Optional.of(norm), asymmetry, smallestEigenvalue);
    }
}
