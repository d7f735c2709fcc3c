package org.leastaction.ot;

import java.util.stream.IntStream;
import org.leastaction.ot.kernel.CompensatedSum;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.kernel.Stage;
import org.leastaction.ot.pricing.PricedRows;
import org.leastaction.ot.pricing.Pricer;

/**
 * Proof of how good a plan is, from the points alone: by weak duality no plan costs less than a feasible dual.
 *
 * <p>Potentials that are feasible but for rounding are made feasible: g̃ⱼ = min(gⱼ, minᵢ c(xᵢ, yⱼ) − fᵢ). With the
 * {@code dualBound} Σ aᵢ fᵢ + Σ bⱼ g̃ⱼ the optimal cost lies in [dualBound, primal].
 *
 * @param primal         Σ Pᵢⱼ c(xᵢ, yⱼ) of the plan, each cost from the differences of coordinates
 * @param dualBound      Σ aᵢ fᵢ + Σ bⱼ g̃ⱼ
 * @param worstViolation largest fᵢ + gⱼ − c(xᵢ, yⱼ) over <em>all</em> pairs, or 0 if none is positive
 * @param largestCost    no c(xᵢ, yⱼ) is larger: rounding errors are in proportion to it
 * @param marginalError  Σᵢ |Σⱼ Pᵢⱼ − aᵢ| + Σⱼ |Σᵢ Pᵢⱼ − bⱼ|: mass that the plan takes or leaves where it should not
 */
public record Certificate(
        double primal, double dualBound, double worstViolation, double largestCost, double marginalError) {

    /** Rounding that costs and potentials may carry, in units of the largest cost. */
    private static final double ROUNDING = 1e-13;
    /** Rounding that the masses of a plan may carry, in all; the whole mass is 1. */
    private static final double MASS_ROUNDING = 1e-12;
    /** Entries of a plan that one task takes. */
    private static final int CHUNK = 512;

    /**
     * Checks a plan and potentials against all pairs. O(n·m·d) time at most, O((n + m)·d) memory.
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
        double[] slack = negativeSlack(problem, potentials, parallelism);
        return new Certificate(primal(problem, plan, parallelism), dualBound(problem, potentials, slack),
                worstViolation(slack), problem.costBound(parallelism), marginalError(problem, plan));
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

    private static double primal(TransportProblem problem, TransportPlan plan, Parallelism parallelism) {
        if (plan.entries() == 0) {
            throw new IllegalArgumentException("a plan without entries moves nothing");
        }
        double[] terms = new double[plan.entries()];
        parallelism.in(Stage.NONE).forEach((terms.length + CHUNK - 1) / CHUNK, chunk -> {
            for (int e = chunk * CHUNK; e < Math.min(terms.length, (chunk + 1) * CHUNK); e++) {
                terms[e] = plan.mass(e) * cost(problem, plan.source(e), plan.target(e));
            }
        });
        CompensatedSum sum = new CompensatedSum();
        for (double term : terms) {
            sum.add(term);
        }
        return sum.value();
    }

    private static double cost(TransportProblem problem, int i, int j) {
        if (i >= problem.x().size() || j >= problem.y().size()) {
            throw new IllegalArgumentException("the plan moves point " + i + " to point " + j
                    + ", the problem has " + problem.x().size() + " and " + problem.y().size() + " points");
        }
        return problem.cost().between(problem.x(), i, problem.y(), j);
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

    /**
     * min(0, minᵢ c(xᵢ, yⱼ) − fᵢ − gⱼ) of every target: a pricing of the targets that leaves out what is feasible.
     */
    private static double[] negativeSlack(
            TransportProblem problem, DualPotentials potentials, Parallelism parallelism) {
        double[] f = IntStream.range(0, potentials.sources()).mapToDouble(potentials::f).toArray();
        double[] g = IntStream.range(0, potentials.targets()).mapToDouble(potentials::g).toArray();
        PricedRows violations = Pricer.of(problem.cost(), problem.y(), problem.x())
                .least(IntStream.range(0, g.length).toArray(), f, g, 1, parallelism.in(Stage.CERTIFICATE));
        double[] slack = new double[g.length];
        for (int j = 0; j < g.length; j++) {
            slack[j] = violations.count(j) == 0 ? 0 : violations.reduced(j, 0) - g[j];
        }
        return slack;
    }

    private static double dualBound(TransportProblem problem, DualPotentials potentials, double[] slack) {
        CompensatedSum f = new CompensatedSum();
        for (int i = 0; i < potentials.sources(); i++) {
            f.add(share(problem.a(), i) * potentials.f(i));
        }
        CompensatedSum g = new CompensatedSum();
        for (int j = 0; j < slack.length; j++) {
            g.add(share(problem.b(), j) * (potentials.g(j) + slack[j]));
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

    private static double worstViolation(double[] slack) {
        double worst = 0;
        for (double s : slack) {
            worst = Math.max(worst, -s);
        }
        return worst;
    }
}
