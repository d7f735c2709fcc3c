package org.leastaction.transport;

import java.util.Objects;
import java.util.OptionalDouble;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.entropic.Convergence;
import org.leastaction.ot.entropic.SinkhornDivergence;
import org.leastaction.ot.entropic.SinkhornSolver;
import org.leastaction.ot.kernel.CompensatedSum;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;
import org.leastaction.points.Points;

/**
 * The gap with the debiased entropic divergence in place of W₂²: D − S_ε. It avoids O(n³) time and O(n²) memory; and
 * since S_ε is smooth in the points, it varies less from sample to sample. Details of the map on scales below √ε are
 * not resolved: the entropic gap is 0 for translations, small but not 0 for other optimal maps, and tends to the gap as
 * ε → 0.
 *
 * @param epsilon      ε, squared length
 * @param displacement D = (1/n) Σᵢ ‖T(xᵢ) − xᵢ‖²
 * @param divergence   S_ε between {xᵢ} and {T(xᵢ)}
 * @param entropicCost min ⟨P, c⟩ − ε·H(P) between {xᵢ} and {T(xᵢ)}, with the entropy H(P) = −Σ P ln P
 * @param convergence  of the three problems that define the divergence
 */
public record EntropicGap(
        double epsilon, double displacement, double divergence, double entropicCost, Convergence convergence) {

    /** Default ε as a share of the mean squared distance between points and images. */
    private static final double DEFAULT_SHARE = 0.05;
    /** The tolerance of the marginals; the error of the divergence is of second order in it. */
    private static final double TOLERANCE = 1e-5;
    private static final int ITERATIONS = 2_000;

    public EntropicGap {
        Objects.requireNonNull(convergence, "convergence");
    }

    /**
     * The entropic gap of paired points: O(n²) per iteration, as {@link SinkhornSolver}, to a marginal error of 10⁻⁵ in
     * at most 2,000 iterations.
     *
     * @param x       points, [n, d], n ≥ 1
     * @param tx      their images, [n, d]
     * @param epsilon ε above 0, squared length; empty for {@link #defaultEpsilon}
     * @throws IllegalArgumentException for empty sets, unequal sizes or dimensions, coordinates that are not finite,
     *         costs that overflow, or ε out of range
     */
    public static EntropicGap of(Points x, Points tx, OptionalDouble epsilon, Parallelism parallelism) {
        TransportProblem problem = TransportProblem.squaredEuclidean(x, tx);
        int n = problem.size();
        CompensatedSum displacement = new CompensatedSum();
        for (int i = 0; i < n; i++) {
            displacement.add(problem.cost().between(problem.x(), i, problem.y(), i));
        }
        double blur = epsilon.orElseGet(() -> defaultEpsilon(problem.x(), problem.y()));
        if (blur == 0) {
            // All points and images coincide.
            return new EntropicGap(0, 0, 0, 0, new Convergence.Converged(1, 0));
        }
        SinkhornDivergence divergence = SinkhornSolver.of(blur).withTolerance(TOLERANCE)
                .withMaxIterations(ITERATIONS).withParallelism(parallelism).divergence(problem);
        // The dual is of ⟨P, c⟩ + ε KL(P | a⊗b), and KL(P | a⊗b) = 2 ln n − H(P) for uniform weights.
        return new EntropicGap(blur, displacement.value() / n, divergence.value(),
                divergence.between().dual() - 2 * blur * Math.log(n), divergence.convergence());
    }

    /** A twentieth of the mean of ‖xᵢ − T(xⱼ)‖² over all pairs, computed from means and variances; O(n·d). */
    public static double defaultEpsilon(Points x, Points tx) {
        DoublePoints xs = x.toDouble();
        DoublePoints ys = tx.toDouble();
        CompensatedSum squared = new CompensatedSum();
        for (int k = 0; k < xs.dimension(); k++) {
            double meanX = mean(xs, k);
            double meanY = mean(ys, k);
            squared.add((meanX - meanY) * (meanX - meanY));
            squared.add(variance(xs, k, meanX));
            squared.add(variance(ys, k, meanY));
        }
        return DEFAULT_SHARE * squared.value();
    }

    /** D − S_ε. */
    public double gap() {
        return displacement - divergence;
    }

    /**
     * The entropic Monge gap (Uscidda and Cuturi 2023): D less {@link #entropicCost}, which is not debiased. At least
     * ε ln n, and not 0 for an optimal map.
     */
    public double mongeGap() {
        return displacement - entropicCost;
    }

    private static double mean(DoublePoints points, int coordinate) {
        CompensatedSum sum = new CompensatedSum();
        for (int i = 0; i < points.size(); i++) {
            sum.add(points.get(i, coordinate));
        }
        return sum.value() / points.size();
    }

    private static double variance(DoublePoints points, int coordinate, double mean) {
        CompensatedSum sum = new CompensatedSum();
        for (int i = 0; i < points.size(); i++) {
            double deviation = points.get(i, coordinate) - mean;
            sum.add(deviation * deviation);
        }
        return sum.value() / points.size();
    }
}
