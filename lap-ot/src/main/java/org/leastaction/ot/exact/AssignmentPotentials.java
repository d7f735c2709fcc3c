package org.leastaction.ot.exact;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.leastaction.ot.Assignment;
import org.leastaction.ot.DualPotentials;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.kernel.Parallelism.Stage;
import org.leastaction.ot.pricing.PricedRows;
import org.leastaction.ot.pricing.Pricer;

/**
 * Potentials of an optimal assignment that are of the size of its costs: the greatest f ≤ 0 for which all pairs of the
 * assignment are tight and all others feasible. f(xᵢ) is the length of a shortest path from source i, where the step
 * from i to k has length c(xᵢ, y of k) − c(xₖ, y of k) and a path may end anywhere. Found by the Bellman–Ford method
 * among candidate pairs; pricing of all pairs adds the missing ones.
 */
final class AssignmentPotentials {

    private static final int PER_SOURCE = 8;
    /** Shortest paths with more steps, and further pricings, are left to the simplex method. */
    private static final int SWEEPS = 2_000;
    private static final int PRICINGS = 40;
    private static final double ROUNDING = 0x1p-50;

    private final TransportProblem problem;
    private final int n;
    private final int[] target;
    private final double[] own;
    private final double[] f;
    private final double[] g;
    private int[] from;
    private int[] to;
    private double[] costs;
    private int size;

    private AssignmentPotentials(TransportProblem problem, Assignment plan) {
        this.problem = problem;
        this.n = problem.size();
        this.target = plan.toArray();
        this.own = new double[n];
        this.f = new double[n];
        this.g = new double[n];
        this.from = new int[n * PER_SOURCE];
        this.to = new int[n * PER_SOURCE];
        this.costs = new double[n * PER_SOURCE];
        for (int i = 0; i < n; i++) {
            own[i] = problem.cost().between(problem.x(), i, problem.y(), target[i]);
            g[target[i]] = own[i];
        }
    }

    /**
     * The potentials; empty if the assignment is not optimal, or paths are too long.
     *
     * @param rough nearly optimal potentials, which select the relevant pairs
     */
    static Optional<DualPotentials> of(
            TransportProblem problem, Assignment plan, DualPotentials rough, Parallelism parallelism) {
        return new AssignmentPotentials(problem, plan).solve(rough, parallelism.in(Stage.PRICING));
    }

    private Optional<DualPotentials> solve(DualPotentials rough, Parallelism parallelism) {
        Pricer pricer = Pricer.of(problem.cost(), problem.x(), problem.y());
        int[] rows = IntStream.range(0, n).toArray();
        add(pricer.least(n, rough.g(), PER_SOURCE, parallelism));
        int sweeps = 0;
        for (int pricing = 0; pricing < PRICINGS; pricing++) {
            while (sweep()) {
                parallelism.check();
                if (++sweeps > SWEEPS) {
                    return Optional.empty();
                }
            }
            if (!add(pricer.least(rows, g, f, PER_SOURCE, parallelism))) {
                return Optional.of(DualPotentials.of(f, g));
            }
        }
        return Optional.empty();
    }

    /** Lowers f where a candidate is violated; returns whether any was. */
    private boolean sweep() {
        boolean changed = false;
        for (int e = 0; e < size; e++) {
            if (isViolated(from[e], to[e], costs[e])) {
                int i = from[e];
                f[i] = costs[e] - g[to[e]];
                g[target[i]] = own[i] - f[i];
                changed = true;
            }
        }
        return changed;
    }

    private boolean isViolated(int i, int j, double cost) {
        return cost - g[j] < f[i] - ROUNDING * (cost + Math.abs(g[j]));
    }

    /** Adds pairs as candidates; returns whether one is violated. */
    private boolean add(PricedRows priced) {
        boolean violated = false;
        for (int i = 0; i < n; i++) {
            for (int t = 0; t < priced.count(i); t++) {
                if (priced.column(i, t) != target[i]) {
                    violated |= isViolated(i, priced.column(i, t), priced.cost(i, t));
                    add(i, priced.column(i, t), priced.cost(i, t));
                }
            }
        }
        return violated;
    }

    private void add(int i, int j, double cost) {
        if (size == from.length) {
            from = Arrays.copyOf(from, 2 * size);
            to = Arrays.copyOf(to, 2 * size);
            costs = Arrays.copyOf(costs, 2 * size);
        }
        from[size] = i;
        to[size] = j;
        costs[size++] = cost;
    }
}
