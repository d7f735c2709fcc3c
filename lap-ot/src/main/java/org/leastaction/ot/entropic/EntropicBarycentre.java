package org.leastaction.ot.entropic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.Weights;
import org.leastaction.ot.barycentre.WeightedPoints;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.ot.kernel.CompensatedSum;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.kernel.Parallelism.Stage;
import org.leastaction.points.DoublePoints;

/**
 * The entropic barycentre on fixed points z: weights ν of least Σₖ λₖ min ⟨P, c⟩ + ε KL(P | μₖ⊗u), over plans P from μₖ to
 * ν, with u uniform on z; by iterative Bregman projections in the log domain (Benamou et al. 2015). For squared
 * distances it is blurred on the scale √ε. O(K·n·m·d) time per iteration; O(K·(n + m)) memory, and in more than four
 * dimensions up to 256 MiB of costs for each of the K distributions.
 *
 * @param epsilon       ε above 0, in units of the cost
 * @param tolerance     misplaced mass to reach: Σₖ λₖ Σ |Pₖᵀ1 − ν|
 * @param maxIterations maximum number of iterations, at least 1
 * @param parallelism   threads; the result is the same for any number
 */
public record EntropicBarycentre(double epsilon, double tolerance, int maxIterations, Parallelism parallelism) {

    /** Smallest ε as a share of the largest cost: exponents must stay in range. */
    private static final double LEAST_SHARE = 1.0 / 500;

    /** @throws IllegalArgumentException for values outside the ranges above */
    public EntropicBarycentre {
        Objects.requireNonNull(parallelism, "parallelism");
        if (!(epsilon > 0) || Double.isInfinite(epsilon) || !(tolerance > 0)) {
            throw new IllegalArgumentException(
                    "epsilon and tolerance must be finite and above 0, not " + epsilon + " and " + tolerance);
        }
        if (maxIterations < 1) {
            throw new IllegalArgumentException("at least 1 iteration is needed, not " + maxIterations);
        }
    }

    /** A solver for this ε, with a tolerance of 10⁻⁷ in at most 10,000 iterations, on all processors. */
    public static EntropicBarycentre of(double epsilon) {
        return new EntropicBarycentre(epsilon, 1e-7, 10_000, Parallelism.available());
    }

    /** The same solver with another tolerance. */
    public EntropicBarycentre withTolerance(double newTolerance) {
        return new EntropicBarycentre(epsilon, newTolerance, maxIterations, parallelism);
    }

    /**
     * A barycentre on fixed points. Immutable.
     *
     * @param weights     m shares
     * @param dualBound   no weights have a smaller objective
     * @param convergence whether the plans' marginals agreed up to the tolerance, and the number of iterations
     */
    public record Result(Weights weights, double dualBound, Convergence convergence) {}

    /**
     * The barycentre of distributions.
     *
     * @param lambda  the share of each
     * @param support z, [m, d]
     * @throws IllegalArgumentException if numbers or dimensions do not fit, costs overflow, or ε is below 1/500 of the
     *                                  largest cost
     */
    public Result solve(List<WeightedPoints> distributions, Weights lambda, DoublePoints support, GroundCost cost) {
        if (distributions.isEmpty() || lambda.size() != distributions.size()) {
            throw new IllegalArgumentException(lambda.size() + " shares for " + distributions.size()
                    + " distributions: each needs one, and at least one is needed");
        }
        List<Side> sides = new ArrayList<>();
        for (WeightedPoints distribution : distributions) {
            sides.add(new Side(new TransportProblem(distribution.points(), support, distribution.weights(),
                    Weights.uniform(support.size()), cost)));
        }
        double[] logarithms = new double[support.size()];
        int iterations = 0;
        double error = Double.POSITIVE_INFINITY;
        while (iterations < maxIterations && error > tolerance) {
            parallelism.in(Stage.ITERATIONS).reached(iterations++, maxIterations);
            sides.forEach(Side::matchSources);
            Arrays.fill(logarithms, 0);
            for (int k = 0; k < sides.size(); k++) {
                for (int z = 0; z < logarithms.length; z++) {
                    logarithms[z] += lambda.get(k) * sides.get(k).logOfScaling(z);
                }
            }
            CompensatedSum misplaced = new CompensatedSum();
            for (int k = 0; k < sides.size(); k++) {
                misplaced.add(lambda.get(k) * sides.get(k).matchTargets(logarithms));
            }
            error = misplaced.value();
        }
        double greatest = Arrays.stream(logarithms).max().orElseThrow();
        Weights weights = Weights.of(Arrays.stream(logarithms).map(l -> Math.exp(l - greatest)).toArray());
        sides.forEach(Side::matchSources);
        double dual = lambda.mean(k -> sides.get(k).dual())[0];
        return new Result(weights, dual, error <= tolerance ? new Convergence.Converged(iterations, error)
                : new Convergence.Stopped(iterations, error));
    }

    /** The plan from one distribution to the support: Pᵢ_z = μᵢ e^((fᵢ + g_z − c)/ε)/m. */
    private final class Side {

        private final TransportProblem problem;
        private final GibbsKernel toSources;
        private final GibbsKernel toTargets;
        private final double[] f;
        private final double[] g;
        private double[] sums;

        Side(TransportProblem problem) {
            double largest = problem.finiteCostBound(parallelism);
            if (epsilon < LEAST_SHARE * largest) {
                throw new IllegalArgumentException("epsilon is " + epsilon + " and costs are up to " + largest
                        + ": for barycentres on fixed points epsilon must be at least 1/500 of that");
            }
            this.problem = problem;
            this.toSources = new GibbsKernel(
                    problem.y(), problem.b(), problem.x(), problem.cost().transposed(), parallelism);
            this.toTargets = new GibbsKernel(problem.x(), problem.a(), problem.y(), problem.cost(), parallelism);
            this.f = new double[problem.x().size()];
            this.g = new double[problem.y().size()];
            this.sums = new double[g.length];
        }

        void matchSources() {
            Update.AlternatingUpdate.lower(f, epsilon, toSources.sums(g, f, epsilon));
            sums = toTargets.sums(f, g, epsilon);
        }

        /** ln of the mass at z, times m, that the plan would have without g. */
        double logOfScaling(int z) {
            return Math.log(sums[z]) - g[z] / epsilon;
        }

        /** Makes the plan's targets those of the logarithms; returns the mass that was misplaced. */
        double matchTargets(double[] logarithms) {
            CompensatedSum error = new CompensatedSum();
            for (int z = 0; z < g.length; z++) {
                double scaling = logOfScaling(z);
                error.add(Math.abs(sums[z] - Math.exp(logarithms[z])) / g.length);
                g[z] = epsilon * (logarithms[z] - scaling);
            }
            return error.value();
        }

        /** Σ μᵢ fᵢ: the dual value after sources are matched, since Σₖ λₖ gₖ = 0. */
        double dual() {
            return problem.a().mean(i -> f[i])[0];
        }
    }
}
