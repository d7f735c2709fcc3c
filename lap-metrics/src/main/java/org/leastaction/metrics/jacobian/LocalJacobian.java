package org.leastaction.metrics.jacobian;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.leastaction.metrics.Estimate;

/**
 * What is known of the Jacobian J of a map at one point.
 *
 * @param singularValues     σ_max = ‖J‖, how much the map stretches there, and σ_min, 0 where it folds
 * @param residueNorm        ‖J − I‖, of a block x + v(x) the norm of v's Jacobian; empty if J is not square
 * @param asymmetry          ‖J − Jᵀ‖_F / 2‖J‖_F, in [0, 1]: 0 for gradients; empty if J is not square
 * @param smallestEigenvalue of (J + Jᵀ)/2: at least 0 for gradients of convex functions; empty if J is not square
 */
public record LocalJacobian(
        SingularValues singularValues,
        Optional<Estimate> residueNorm,
        Optional<Estimate> asymmetry,
        Optional<LeastEigenvalue> smallestEigenvalue) {

    /**
     * Measures all points of a field. In few dimensions exact up to rounding, with d products; else
     * 6·steps + 2·probes products for each point (2·steps if the Jacobians are not square).
     *
     * @throws ArithmeticException if a product is not finite
     */
    public static List<LocalJacobian> of(JacobianField field, JacobianOptions options) {
        if (Math.max(field.inputDimension(), field.outputDimension()) <= options.exactUpTo()) {
            return ExactJacobians.of(field);
        }
        List<SingularValues> singular = GolubKahan.of(field, options);
        if (!field.isSquare()) {
            return singular.stream().map(values -> new LocalJacobian(
                    values, Optional.empty(), Optional.empty(), Optional.empty())).toList();
        }
        List<SingularValues> residues = GolubKahan.of(field.minusIdentity(), options);
        List<LeastEigenvalue> eigenvalues = SymmetricLanczos.of(field.symmetricPart(), options);
        List<Estimate> asymmetries = Hutchinson.asymmetry(field, options);
        List<LocalJacobian> all = new ArrayList<>();
        for (int i = 0; i < field.size(); i++) {
            all.add(new LocalJacobian(
                    singular.get(i),
                    Optional.of(residues.get(i).largest()),
                    Optional.of(asymmetries.get(i)),
                    Optional.of(eigenvalues.get(i))));
        }
        return all;
    }
}
