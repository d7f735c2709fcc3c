package org.leastaction.ot;

import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import org.leastaction.ot.kernel.CompensatedSum;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.kernel.Tile;
import org.leastaction.ot.kernel.Tiles;

/**
 * Proof of how good a plan is, from the points alone: by weak duality no plan costs less than a feasible dual.
 *
 * <p>Potentials that are feasible but for rounding are made feasible: g̃ⱼ = min(gⱼ, minᵢ c(xᵢ, yⱼ) − fᵢ). With the
 * {@code dualBound} Σ aᵢ fᵢ + Σ bⱼ g̃ⱼ the optimal cost lies in [dualBound, primal].
 *
 * @param primal         Σ Pᵢⱼ c(xᵢ, yⱼ) of the plan, each cost from the differences of coordinates
 * @param dualBound      Σ aᵢ fᵢ + Σ bⱼ g̃ⱼ
 * @param worstViolation largest fᵢ + gⱼ − c(xᵢ, yⱼ) over <em>all</em> pairs, or 0 if none is positive
 * @param largestCost    largest c(xᵢ, yⱼ): rounding errors are in proportion to it
 * @param marginalError  Σᵢ |Σⱼ Pᵢⱼ − aᵢ| + Σⱼ |Σᵢ Pᵢⱼ − bⱼ|: mass that the plan takes or leaves where it should not
 */
public record Certificate(
        double primal, double dualBound, double worstViolation, double largestCost, double marginalError) {

    /** Rounding that costs and potentials may carry, in units of the largest cost. */
    private static final double ROUNDING = 1e-13;
    /** Rounding that the masses of a plan may carry, in all; the whole mass is 1. */
    private static final double MASS_ROUNDING = 1e-12;

    /**
     * Checks a plan and potentials against all pairs. O(n·m·d) time, O(n + m) memory beside the points.
     *
     * @throws IllegalArgumentException if plan or potentials have another size than the problem
     */
    public static Certificate of(
            TransportProblem problem, TransportPlan plan, DualPotentials potentials, Parallelism parallelism) {
        int n = problem.x().size();
        int m = problem.y().size();
        if (potentials.sources() != n || potentials.targets() != m) {
            throw new IllegalArgumentException("potentials on " + potentials.sources() + " sources and "
                    + potentials.targets() + " targets do not fit a problem of " + n + " and " + m + " points");
        }
        AllPairs all = new AllPairs(problem, potentials);
        Tiles.forEach(problem.cost().pairs(problem.x(), problem.y()), parallelism, all::take);
        return new Certificate(primal(problem, plan), all.dualBound(), all.worstViolation(), all.largestCost,
                marginalError(problem, plan));
    }

    /** primal − dualBound: the plan costs at most this much more than an optimal one. Below 0 only by rounding. */
    public double gap() {
        return primal - dualBound;
    }

    /**
     * Whether the plan moves the right masses, and potentials and plan prove each other optimal up to
     * {@code tolerance}, relative to the primal cost, and up to the rounding of double precision.
     */
    public boolean holds(double tolerance) {
        double allowed = tolerance * primal + ROUNDING * largestCost;
        return Math.abs(gap()) <= allowed && worstViolation <= allowed && marginalError <= MASS_ROUNDING;
    }

    private static double primal(TransportProblem problem, TransportPlan plan) {
        if (plan.entries() == 0) {
            throw new IllegalArgumentException("a plan without entries moves nothing");
        }
        CompensatedSum sum = new CompensatedSum();
        for (int e = 0; e < plan.entries(); e++) {
            int i = plan.source(e);
            int j = plan.target(e);
            if (i >= problem.x().size() || j >= problem.y().size()) {
                throw new IllegalArgumentException("the plan moves point " + i + " to point " + j
                        + ", the problem has " + problem.x().size() + " and " + problem.y().size() + " points");
            }
            sum.add(plan.mass(e) * problem.cost().between(problem.x(), i, problem.y(), j));
        }
        return sum.value();
    }

    private static double marginalError(TransportProblem problem, TransportPlan plan) {
        double[] taken = new double[problem.x().size()];
        double[] brought = new double[problem.y().size()];
        for (int e = 0; e < plan.entries(); e++) {
            taken[plan.source(e)] += plan.mass(e);
            brought[plan.target(e)] += plan.mass(e);
        }
        return distance(taken, problem.a()) + distance(brought, problem.b());
    }

    private static double distance(double[] masses, Weights weights) {
        CompensatedSum sum = new CompensatedSum();
        for (int i = 0; i < masses.length; i++) {
            sum.add(Math.abs(masses[i] - weights.get(i)));
        }
        return sum.value();
    }

    /** What is gathered from all tiles; maxima and minima, so that the order of the tiles does not matter. */
    private static final class AllPairs {

        private final ReentrantLock lock = new ReentrantLock();
        private final TransportProblem problem;
        private final DualPotentials potentials;
        private final double[] slack;
        private double largestCost;

        AllPairs(TransportProblem problem, DualPotentials potentials) {
            this.problem = problem;
            this.potentials = potentials;
            this.slack = new double[potentials.targets()];
            Arrays.fill(slack, Double.POSITIVE_INFINITY);
        }

        void take(Tile tile) {
            int columns = tile.columns();
            double[] least = new double[columns];
            Arrays.fill(least, Double.POSITIVE_INFINITY);
            double largest = 0;
            for (int i = tile.fromRow(); i < tile.toRow(); i++) {
                int start = tile.start(i);
                double f = potentials.f(i);
                for (int j = 0; j < columns; j++) {
                    double c = tile.values()[start + j];
                    largest = Math.max(largest, c);
                    least[j] = Math.min(least[j], c - f);
                }
            }
            lock.lock();
            try {
                largestCost = Math.max(largestCost, largest);
                for (int j = 0; j < columns; j++) {
                    int column = tile.fromColumn() + j;
                    slack[column] = Math.min(slack[column], least[j] - potentials.g(column));
                }
            } finally {
                lock.unlock();
            }
        }

        double worstViolation() {
            double worst = 0;
            for (double s : slack) {
                worst = Math.max(worst, -s);
            }
            return worst;
        }

        double dualBound() {
            CompensatedSum f = new CompensatedSum();
            for (int i = 0; i < potentials.sources(); i++) {
                f.add(share(problem.a(), i) * potentials.f(i));
            }
            CompensatedSum g = new CompensatedSum();
            for (int j = 0; j < slack.length; j++) {
                g.add(share(problem.b(), j) * (potentials.g(j) + Math.min(0, slack[j])));
            }
            return f.value() * whole(problem.a()) + g.value() * whole(problem.b());
        }

        /** Uniform weights are taken out of the sums, where 1/n would round each term. */
        private static double share(Weights weights, int point) {
            return weights.isUniform() ? 1 : weights.get(point);
        }

        private static double whole(Weights weights) {
            return weights.isUniform() ? 1.0 / weights.size() : 1;
        }
    }
}
