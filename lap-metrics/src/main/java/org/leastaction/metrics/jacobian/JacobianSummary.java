package org.leastaction.metrics.jacobian;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.leastaction.metrics.Estimate;
import org.leastaction.metrics.statistics.Bootstrap;
import org.leastaction.metrics.statistics.Quantiles;
import org.leastaction.metrics.statistics.Wilson;

/**
 * A summary of Jacobians at many points. Greatest and least values are those of the points measured, with their
 * uncertainty; other points of the space may have greater or smaller ones.
 *
 * @param points             number of points
 * @param lipschitz          greatest σ_max: a lower bound of the map's Lipschitz constant
 * @param meanStretch        mean of σ_max, bootstrap over points
 * @param stretches          σ_max of every point, ascending
 * @param leastSingularValue least σ_min
 * @param meanSqueeze        mean of σ_min, bootstrap over points
 * @param squeezeResidual    median distance from a point's σ_min within which a singular value certainly lies
 * @param residueLipschitz   greatest ‖J − I‖; below 1 everywhere a block x + v(x) is invertible
 * @param asymmetry          mean of ‖J − Jᵀ‖_F / 2‖J‖_F, bootstrap over points
 * @param asymmetryError     root mean square over points of half the interval due to the random probes
 * @param leastEigenvalue    least eigenvalue of (J + Jᵀ)/2
 * @param eigenvalueResidual median distance from a point's eigenvalue within which an eigenvalue certainly lies
 * @param negativeShare      share of points where it is certainly negative, Wilson
 */
public record JacobianSummary(
        int points,
        Estimate lipschitz,
        Estimate meanStretch,
        List<Double> stretches,
        Estimate leastSingularValue,
        Estimate meanSqueeze,
        double squeezeResidual,
        Optional<Estimate> residueLipschitz,
        Optional<Estimate> asymmetry,
        Optional<Double> asymmetryError,
        Optional<Estimate> leastEigenvalue,
        Optional<Double> eigenvalueResidual,
        Optional<Estimate> negativeShare) {

    public JacobianSummary {
        stretches = List.copyOf(stretches);
    }

    /**
     * Summarises. O(resamples · n).
     *
     * @param jacobians at least one, either all square or none, and either all with the norm of the residue or none
     * @throws IllegalArgumentException if there is none
     */
    public static JacobianSummary of(List<LocalJacobian> jacobians, Bootstrap bootstrap) {
        if (jacobians.isEmpty()) {
            throw new IllegalArgumentException("there are no Jacobians to summarise");
        }
        double[] stretches = values(jacobians, j -> j.singularValues().largest().value());
        double[] squeezes = values(jacobians, j -> j.singularValues().smallest().value());
        boolean square = jacobians.get(0).asymmetry().isPresent();
        double[] sorted = stretches.clone();
        Arrays.sort(sorted);
        return new JacobianSummary(
                jacobians.size(),
                greatest(jacobians, j -> j.singularValues().largest()),
                bootstrap.mean(stretches),
                Arrays.stream(sorted).boxed().toList(),
                least(jacobians, j -> j.singularValues().smallest()),
                bootstrap.mean(squeezes),
                median(values(jacobians, j -> j.singularValues().smallestResidual())),
                only(jacobians.get(0).residueNorm().isPresent(),
                        () -> greatest(jacobians, j -> j.residueNorm().orElseThrow())),
                only(square, () -> bootstrap.mean(values(jacobians, j -> j.asymmetry().orElseThrow().value()))),
                only(square, () -> Math.sqrt(Arrays.stream(
                        values(jacobians, j -> Math.pow(j.asymmetry().orElseThrow().width() / 2, 2)))
                        .average().orElseThrow())),
                only(square, () -> least(jacobians, j -> j.smallestEigenvalue().orElseThrow().value())),
                only(square, () -> median(values(jacobians, j -> j.smallestEigenvalue().orElseThrow().residual()))),
                only(square, () -> Wilson.interval(jacobians.stream()
                        .filter(j -> j.smallestEigenvalue().orElseThrow().value().high() < 0).count(),
                        jacobians.size())));
    }

    /** A quantile of σ_max over the points; share in [0, 1]. */
    public double stretch(double share) {
        return Quantiles.ofSorted(stretches.stream().mapToDouble(Double::doubleValue).toArray(), share);
    }

    private static <T> Optional<T> only(boolean known, Supplier<T> value) {
        return known ? Optional.of(value.get()) : Optional.empty();
    }

    private static double[] values(List<LocalJacobian> jacobians, Function<LocalJacobian, Double> value) {
        return jacobians.stream().mapToDouble(value::apply).toArray();
    }

    private static Estimate greatest(List<LocalJacobian> jacobians, Function<LocalJacobian, Estimate> value) {
        return jacobians.stream().map(value).reduce((a, b) -> new Estimate(
                Math.max(a.value(), b.value()), Math.max(a.low(), b.low()), Math.max(a.high(), b.high())))
                .orElseThrow();
    }

    private static Estimate least(List<LocalJacobian> jacobians, Function<LocalJacobian, Estimate> value) {
        return jacobians.stream().map(value).reduce((a, b) -> new Estimate(
                Math.min(a.value(), b.value()), Math.min(a.low(), b.low()), Math.min(a.high(), b.high())))
                .orElseThrow();
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return Quantiles.ofSorted(values, 0.5);
    }
}
