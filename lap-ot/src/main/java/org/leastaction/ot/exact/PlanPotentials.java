package org.leastaction.ot.exact;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.leastaction.ot.DualPotentials;
import org.leastaction.ot.TransportPlan;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.kernel.Parallelism.Stage;
import org.leastaction.ot.pricing.LeastReduced;
import org.leastaction.ot.pricing.PricedRows;
import org.leastaction.ot.pricing.Pricer;

/**
 * Potentials of an optimal plan that are no larger than the plan requires: the greatest f that are at most 0 at the
 * root sources, feasible for all pairs, and tight on the entries of the plan up to the rounding of each entry's own
 * cost. f(xᵢ) is the length of a shortest path to source i, on which the step from source k to i has the length c(xᵢ,
 * y) − c(xₖ, y) for a target y of k. Computed by the Bellman–Ford method on candidate pairs; pricing of all pairs adds
 * missing ones. O(n + m + candidates) memory.
 *
 * <p>The rounding of the costs of a distant point can exceed all other costs. If the point exchanges mass with two
 * other points, equality on both entries would make this rounding part of the difference of their potentials. Slack in
 * proportion to the cost of each entry prevents this. The dual value loses the sum of mass times slack, a share of
 * {@value #SLACK} of the primal cost.
 *
 * <p>Expensive entries of the plan connect parts whose own entries are cheaper. Of parts that are connected, the
 * sources of the heaviest are roots. So potentials of light distant points are as large as their costs, and the others
 * are not. If two distant parts are both heavy and still exchange mass, the potentials of one of them are large.
 */
final class PlanPotentials {

    private static final int PER_SOURCE = 8;
    /** Shortest paths with more steps, and further pricings, are left to the simplex method. */
    private static final int SWEEPS = 2_000;
    private static final int PRICINGS = 40;
    /** Violations within this share of a pair's terms are attributed to rounding. */
    private static final double ROUNDING = 0x1p-50;
    /**
     * Slack of an entry of the plan, relative to its cost: above {@link #ROUNDING}, so that cycles have positive
     * length.
     */
    private static final double SLACK = 0x1p-46;
    /** Entries that cost more than this many times the mean are expensive. */
    private static final double EXPENSIVE = 16;
    /** Potential of targets not yet reached: below all others, and finite, as pricing requires. */
    private static final double UNREACHED = -Double.MAX_VALUE / 4;
    /** Units in the last place by which feasible potentials are below the rounded differences. */
    private static final int ULPS = 4;

    private final TransportProblem problem;
    private final TransportPlan plan;
    /**
     * Entries of the plan by source: those of source i are {@code byFlow[first[i]]} to {@code byFlow[first[i + 1] −
     * 1]}.
     */
    private final int[] byFlow;
    private final int[] first;
    /** Costs of the entries. */
    private final double[] own;
    private final double[] f;
    private final double[] g;
    private int[] from;
    private int[] to;
    private double[] costs;
    private int size;

    private PlanPotentials(TransportProblem problem, TransportPlan plan) {
        int n = problem.x().size();
        this.problem = problem;
        this.plan = plan;
        this.own = new double[plan.entries()];
        this.byFlow = new int[own.length];
        this.first = new int[n + 1];
        this.f = new double[n];
        this.g = new double[problem.y().size()];
        this.from = new int[n * PER_SOURCE];
        this.to = new int[n * PER_SOURCE];
        this.costs = new double[n * PER_SOURCE];
        for (int e = 0; e < own.length; e++) {
            own[e] = problem.cost().between(problem.x(), plan.source(e), problem.y(), plan.target(e));
            first[plan.source(e) + 1]++;
        }
        for (int i = 0; i < n; i++) {
            first[i + 1] += first[i];
        }
        int[] next = first.clone();
        for (int e = 0; e < own.length; e++) {
            byFlow[next[plan.source(e)]++] = e;
        }
    }

    /**
     * The potentials; empty if the plan is not optimal, or paths are too long.
     *
     * @param problem without points of weight 0
     * @param rough   nearly optimal potentials, which select the relevant pairs
     */
    static Optional<DualPotentials> of(
            TransportProblem problem, TransportPlan plan, DualPotentials rough, Parallelism parallelism) {
        return new PlanPotentials(problem, plan).solve(rough, parallelism.in(Stage.PRICING));
    }

    private Optional<DualPotentials> solve(DualPotentials rough, Parallelism parallelism) {
        boolean[] isRoot = roots();
        Arrays.fill(g, UNREACHED);
        for (int i = 0; i < f.length; i++) {
            f[i] = Double.POSITIVE_INFINITY;
            if (isRoot[i]) {
                set(i, 0);
            }
        }
        Pricing pricing = pricing(parallelism);
        double[] bounds = new double[f.length];
        Arrays.fill(bounds, Double.POSITIVE_INFINITY);
        pricing.add(rough.g(), bounds);
        int sweeps = 0;
        for (int round = 0; round < PRICINGS; round++) {
            while (sweep()) {
                parallelism.check();
                if (++sweeps > SWEEPS) {
                    return Optional.empty();
                }
            }
            int before = size;
            pricing.add(g, f);
            if (!isAnyViolated(before)) {
                makeFeasible(before, isRoot);
                return Optional.of(DualPotentials.of(f, g));
            }
        }
        return Optional.empty();
    }

    /** The sources of the heaviest of the parts that expensive entries connect. */
    private boolean[] roots() {
        double mean = 0;
        for (int e = 0; e < own.length; e++) {
            mean += plan.mass(e) * own[e];
        }
        int n = f.length;
        Parts ordinary = new Parts(n + g.length);
        Parts connected = new Parts(n + g.length);
        for (int e = 0; e < own.length; e++) {
            connected.join(plan.source(e), n + plan.target(e));
            if (own[e] <= EXPENSIVE * mean) {
                ordinary.join(plan.source(e), n + plan.target(e));
            }
        }
        double[] weight = new double[n + g.length];
        for (int i = 0; i < n; i++) {
            weight[ordinary.of(i)] += problem.a().get(i);
        }
        int[] heaviest = new int[weight.length];
        Arrays.fill(heaviest, -1);
        for (int i = 0; i < n; i++) {
            int part = ordinary.of(i);
            int whole = connected.of(i);
            if (heaviest[whole] < 0 || weight[part] > weight[heaviest[whole]]) {
                heaviest[whole] = part;
            }
        }
        boolean[] isRoot = new boolean[n];
        for (int i = 0; i < n; i++) {
            isRoot[i] = heaviest[connected.of(i)] == ordinary.of(i);
        }
        return isRoot;
    }

    /** Lowers the potential of a source, and raises those of its targets accordingly. */
    private void set(int i, double potential) {
        f[i] = potential;
        for (int k = first[i]; k < first[i + 1]; k++) {
            int e = byFlow[k];
            int j = plan.target(e);
            g[j] = Math.max(g[j], own[e] - SLACK * own[e] - potential);
        }
    }

    /** Lowers f where a candidate is violated; returns whether any was. */
    private boolean sweep() {
        boolean changed = false;
        for (int e = 0; e < size; e++) {
            if (isViolated(e)) {
                set(from[e], costs[e] - g[to[e]]);
                changed = true;
            }
        }
        return changed;
    }

    private boolean isViolated(int e) {
        double potential = g[to[e]];
        return potential > UNREACHED && costs[e] - potential < f[from[e]] - ROUNDING * (costs[e] + Math.abs(potential));
    }

    private boolean isAnyViolated(int first) {
        return IntStream.range(first, size).anyMatch(this::isViolated);
    }

    /**
     * Lowers f by the rounding of the violations that remain. A distant source's potential may be rounded up by more
     * than the costs of other points, and violations are then rounded to 0; it is lowered in any case.
     */
    private void makeFeasible(int first, boolean[] isRoot) {
        for (int e = first; e < size; e++) {
            double most = costs[e] - g[to[e]];
            f[from[e]] = Math.min(f[from[e]], most - ULPS * Math.max(Math.ulp(most), Math.ulp(costs[e])));
        }
        for (int i = 0; i < f.length; i++) {
            if (!isRoot[i]) {
                f[i] -= ULPS * Math.ulp(f[i]);
            }
        }
    }

    /** Adds pairs as candidates. */
    @FunctionalInterface
    private interface Pricing {

        /** Adds pairs of least c − v that are below the bounds of their sources. */
        void add(double[] v, double[] bounds);
    }

    /** On the line one pair of each source at a time, and those next to the plan's entries. */
    private Pricing pricing(Parallelism parallelism) {
        if (problem.x().dimension() == 1 && problem.hasDisplacementCost()) {
            addNeighbours();
            return (v, bounds) -> {
                LeastReduced least =
                        LeastReduced.below(problem.cost(), problem.x(), problem.y(), v, bounds, parallelism);
                for (int i = 0; i < f.length; i++) {
                    if (least.isFound(i)) {
                        add(i, least.column(i), least.cost(i));
                    }
                }
            };
        }
        Pricer pricer = Pricer.of(problem.cost(), problem.x(), problem.y());
        int[] rows = IntStream.range(0, f.length).toArray();
        return (v, bounds) -> {
            PricedRows priced = pricer.least(rows, v, bounds, PER_SOURCE, parallelism);
            for (int i = 0; i < f.length; i++) {
                for (int t = 0; t < priced.count(i); t++) {
                    add(i, priced.column(i, t), priced.cost(i, t));
                }
            }
        };
    }

    /**
     * Adds, in the order of the line and back, the pairs of each source with the targets of the sources before and
     * after it: on the line, potentials that are feasible on these are feasible on all pairs.
     */
    private void addNeighbours() {
        int[] sorted = IntStream.range(0, f.length).boxed()
                .sorted((i, k) -> Double.compare(problem.x().get(i, 0), problem.x().get(k, 0)))
                .mapToInt(Integer::intValue).toArray();
        for (int s = 1; s < sorted.length; s++) {
            addTargets(sorted[s], sorted[s - 1]);
        }
        for (int s = sorted.length - 2; s >= 0; s--) {
            addTargets(sorted[s], sorted[s + 1]);
        }
    }

    private void addTargets(int i, int neighbour) {
        for (int k = first[neighbour]; k < first[neighbour + 1]; k++) {
            int j = plan.target(byFlow[k]);
            add(i, j, problem.cost().between(problem.x(), i, problem.y(), j));
        }
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

    /** A division of points into parts, by union and find. */
    private static final class Parts {

        private final int[] above;

        Parts(int size) {
            above = IntStream.range(0, size).toArray();
        }

        int of(int point) {
            int root = point;
            while (above[root] != root) {
                above[root] = above[above[root]];
                root = above[root];
            }
            return root;
        }

        void join(int point, int other) {
            above[of(point)] = of(other);
        }
    }
}
