package org.leastaction.ot.unbalanced;

import org.leastaction.ot.SparsePlan;
import org.leastaction.ot.TransportPlan;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.TransportResult;
import org.leastaction.ot.Weights;
import org.leastaction.ot.exact.Wasserstein;
import org.leastaction.ot.kernel.CompensatedSum;
import org.leastaction.ot.kernel.Parallelism;

/**
 * Exact transport of a part of the mass, by reduction to a balanced problem: each side gets one additional point, which
 * receives the mass that the other side keeps. O(n·m·d) time per pricing.
 */
public final class PartialTransport {

    private PartialTransport() {}

    /**
     * Moves a given mass at least cost: min Σ Pᵢⱼ cᵢⱼ over P ≥ 0 with Σⱼ Pᵢⱼ ≤ aᵢ, Σᵢ Pᵢⱼ ≤ bⱼ and ΣP = mass.
     *
     * @param mass above 0, at most the smaller of the two total masses
     * @throws IllegalArgumentException for a mass out of range, or costs that overflow
     */
    public static UnbalancedResult ofMass(UnbalancedProblem problem, double mass, Parallelism parallelism) {
        double most = Math.min(problem.totalA(), problem.totalB());
        if (!(mass > 0) || mass > most) {
            throw new IllegalArgumentException(
                    "the mass to move must be above 0 and at most the smaller total mass, " + most + ", not " + mass);
        }
        double largest = problem.shares().finiteCostBound(parallelism);
        // Mass between the two additional points would be mass moved in addition: it must cost something.
        double price = largest > 0 ? Math.max(largest, Double.MIN_NORMAL) : 1;
        return solve(problem, problem.totalB() - mass, problem.totalA() - mass, 0, price, parallelism);
    }

    /**
     * Moves the mass that is cheaper to move than to destroy and create, under the total variation penalty: min Σ Pᵢⱼ
     * cᵢⱼ + λ Σᵢ |aᵢ − Σⱼ Pᵢⱼ| + λ Σⱼ |bⱼ − Σᵢ Pᵢⱼ| over P ≥ 0. No pair of cost above 2λ is used.
     *
     * @param price λ, the price of destroying or of creating a unit of mass, finite and at least 0
     * @throws IllegalArgumentException for a price out of range, or costs that overflow
     */
    public static UnbalancedResult atPrice(UnbalancedProblem problem, double price, Parallelism parallelism) {
        if (!(price >= 0) || Double.isInfinite(price)) {
            throw new IllegalArgumentException("the price of mass must be finite and at least 0, not " + price);
        }
        return solve(problem, problem.totalB(), problem.totalA(), price, 0, parallelism);
    }

    /**
     * @param created   mass of the additional source
     * @param destroyed mass of the additional target
     * @param price     cost between a point and an additional point
     * @param between   cost between the two additional points
     */
    private static UnbalancedResult solve(UnbalancedProblem problem, double created, double destroyed, double price,
            double between, Parallelism parallelism) {
        int n = problem.shares().x().size();
        int m = problem.shares().y().size();
        double[] a = new double[n + 1];
        double[] b = new double[m + 1];
        for (int i = 0; i < n; i++) {
            a[i] = problem.a(i);
        }
        for (int j = 0; j < m; j++) {
            b[j] = problem.b(j);
        }
        a[n] = created;
        b[m] = destroyed;
        double total = problem.totalA() + created;
        TransportProblem balanced = TransportProblem.indexed(n + 1, m + 1, problem.shares().cost().formula(),
                (i, j) -> i == n && j == m ? between : i == n || j == m ? price : problem.cost(i, j))
                .withWeights(Weights.of(a), Weights.of(b));
        TransportResult result = Wasserstein.exact(balanced, parallelism);
        TransportPlan whole = result.plan();
        SparsePlan.Builder plan = SparsePlan.builder(whole.entries());
        CompensatedSum transport = new CompensatedSum();
        for (int e = 0; e < whole.entries(); e++) {
            int i = whole.source(e);
            int j = whole.target(e);
            double mass = total * whole.mass(e);
            if (i < n && j < m && mass > 0) {
                plan.add(i, j, mass);
                transport.add(mass * problem.cost(i, j));
            }
        }
        return new UnbalancedResult(problem, plan.build(), transport.value(), total * result.cost(),
                total * result.certificate().dualBound());
    }
}
