package org.leastaction.ot.entropic;

import java.util.Locale;
import java.util.Objects;
import org.leastaction.ot.DualPotentials;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.kernel.CompensatedSum;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.kernel.Parallelism.Stage;
import org.leastaction.ot.unbalanced.UnbalancedProblem;

/**
 * Entropic transport between unequal masses, with marginals kept up to a Kullback–Leibler penalty: min ⟨P, c⟩ + ε KL(P |
 * a⊗b) + ρ KL(P1 | a) + ρ KL(Pᵀ1 | b), by Sinkhorn's iteration with damped steps (Chizat et al. 2018). The error shrinks
 * by at least ρ/(ρ + ε) per half step. O(n·m·d) time per iteration; O(n + m) memory, and in more than four
 * dimensions up to 256 MiB of costs.
 *
 * @param epsilon       ε above 0, in units of the cost
 * @param rho           ρ above 0, in units of the cost: between points of a cost well above ρ, mass is destroyed and
 *                      created rather than moved
 * @param tolerance     the iteration ends when no potential changes by more than this share of ε
 * @param maxIterations maximum number of iterations, at least 1
 * @param parallelism   threads; the result is the same for any number
 */
public record UnbalancedSinkhorn(
        double epsilon, double rho, double tolerance, int maxIterations, Parallelism parallelism) {

    private static final double DEFAULT_TOLERANCE = 1e-8;
    private static final int DEFAULT_ITERATIONS = 10_000;
    /** Smallest ε as a share of the largest cost: exponents must stay in range. */
    private static final double LEAST_SHARE = 1.0 / 500;

    /** @throws IllegalArgumentException for values outside the ranges above */
    public UnbalancedSinkhorn {
        Objects.requireNonNull(parallelism, "parallelism");
        requirePositive("epsilon", epsilon);
        requirePositive("rho", rho);
        requirePositive("the tolerance", tolerance);
        if (maxIterations < 1) {
            throw new IllegalArgumentException("at least 1 iteration is needed, not " + maxIterations);
        }
    }

    /** A solver for these parameters, with a tolerance of 10⁻⁸ in at most 10,000 iterations, on all processors. */
    public static UnbalancedSinkhorn of(double epsilon, double rho) {
        return new UnbalancedSinkhorn(
                epsilon, rho, DEFAULT_TOLERANCE, DEFAULT_ITERATIONS, Parallelism.available());
    }

    /** The same solver with another tolerance. */
    public UnbalancedSinkhorn withTolerance(double newTolerance) {
        return new UnbalancedSinkhorn(epsilon, rho, newTolerance, maxIterations, parallelism);
    }

    /**
     * A solved problem. Its plan is Pᵢⱼ = aᵢ bⱼ e^((fᵢ + gⱼ − cᵢⱼ)/ε). Immutable.
     *
     * @param problem       the problem solved
     * @param potentials    f and g
     * @param moved         ΣP
     * @param transportCost ⟨P, c⟩
     * @param primal        the value of P: at least the optimal one
     * @param dual          the dual value of f and g: at most the optimal one
     * @param iterations    number of iterations
     * @param isConverged   whether the last change of the potentials was within the tolerance
     */
    public record Result(UnbalancedProblem problem, DualPotentials potentials, double moved, double transportCost,
            double primal, double dual, int iterations, boolean isConverged) {

        /** primal − dual: neither is farther than this from the optimal value. Negative only by rounding. */
        public double gap() {
            return primal - dual;
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT,
                    "cost %.10g, at least %.10g; %.6g of %.6g and %.6g moves; %s after %d iterations",
                    primal, dual, moved, problem.totalA(), problem.totalB(), isConverged ? "converged" : "stopped",
                    iterations);
        }
    }

    /**
     * Solves the problem.
     *
     * @throws IllegalArgumentException if costs overflow or ε is below 1/500 of the largest cost
     */
    public Result solve(UnbalancedProblem problem) {
        TransportProblem shares = problem.shares();
        double largest = shares.finiteCostBound(parallelism);
        if (epsilon < LEAST_SHARE * largest) {
            throw new IllegalArgumentException("epsilon is " + epsilon + " and costs are up to " + largest
                    + ": for unequal masses epsilon must be at least 1/500 of that");
        }
        GibbsKernel toSources =
                new GibbsKernel(shares.y(), shares.b(), shares.x(), shares.cost().transposed(), parallelism);
        GibbsKernel toTargets = new GibbsKernel(shares.x(), shares.a(), shares.y(), shares.cost(), parallelism);
        double[] f = new double[shares.x().size()];
        double[] g = new double[shares.y().size()];
        int iterations = 0;
        double change = Double.POSITIVE_INFINITY;
        while (iterations < maxIterations && change > tolerance * epsilon) {
            parallelism.in(Stage.ITERATIONS).reached(iterations++, maxIterations);
            change = Math.max(step(f, toSources.sums(g, f, epsilon), problem.totalB()),
                    step(g, toTargets.sums(f, g, epsilon), problem.totalA()));
        }
        return result(problem, toSources, toTargets, f, g, iterations, change <= tolerance * epsilon);
    }

    /** A damped step of one side's potentials; returns the largest change. */
    private double step(double[] potential, double[] sums, double otherMass) {
        double change = 0;
        for (int i = 0; i < potential.length; i++) {
            double next = rho / (rho + epsilon) * (potential[i] - epsilon * Math.log(otherMass * sums[i]));
            change = Math.max(change, Math.abs(next - potential[i]));
            potential[i] = next;
        }
        return change;
    }

    private Result result(UnbalancedProblem problem, GibbsKernel toSources, GibbsKernel toTargets, double[] f,
            double[] g, int iterations, boolean isConverged) {
        double[][] sourcesAndCosts = toSources.sumsAndCosts(g, f, epsilon);
        double[] sources = sourcesAndCosts[0];
        double[] costs = sourcesAndCosts[1];
        double[] targets = toTargets.sums(f, g, epsilon);
        CompensatedSum moved = new CompensatedSum();
        CompensatedSum transport = new CompensatedSum();
        CompensatedSum primal = new CompensatedSum();
        CompensatedSum dual = new CompensatedSum();
        for (int i = 0; i < f.length; i++) {
            double share = problem.totalB() * sources[i]; // (P1)ᵢ / aᵢ
            moved.add(problem.a(i) * share);
            transport.add(problem.a(i) * problem.totalB() * costs[i]);
            addSide(primal, dual, problem.a(i), share, f[i]);
        }
        for (int j = 0; j < g.length; j++) {
            addSide(primal, dual, problem.b(j), problem.totalA() * targets[j], g[j]);
        }
        double surplus = epsilon * (moved.value() - problem.totalA() * problem.totalB());
        return new Result(problem, DualPotentials.of(f, g), moved.value(), transport.value(),
                primal.value() - surplus, dual.value() - surplus, iterations, isConverged);
    }

    /** Adds a point's part of ⟨P, f ⊕ g⟩ + ρ KL to the primal value and of −ρ Σ a (e^(−f/ρ) − 1) to the dual one. */
    private void addSide(CompensatedSum primal, CompensatedSum dual, double mass, double share, double potential) {
        double logarithm = share > 0 ? share * Math.log(share) : 0;
        primal.add(mass * (share * potential + rho * (logarithm - share + 1)));
        dual.add(-rho * mass * Math.expm1(-potential / rho));
    }

    /**
     * The debiased divergence OT(a, b) − ½ OT(a, a) − ½ OT(b, b) + ε/2 (Σa − Σb)²: at least 0 for squared distances and
     * norms, and 0 for equal sets (Séjourné et al. 2019). Solves three problems; each value is the dual one.
     *
     * @throws IllegalArgumentException as {@link #solve}
     */
    public double divergence(UnbalancedProblem problem) {
        double difference = problem.totalA() - problem.totalB();
        return solve(problem).dual() - 0.5 * solve(problem.withinX()).dual() - 0.5 * solve(problem.withinY()).dual()
                + 0.5 * epsilon * difference * difference;
    }

    private static void requirePositive(String name, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(name + " must be finite and above 0, not " + value);
        }
    }
}
