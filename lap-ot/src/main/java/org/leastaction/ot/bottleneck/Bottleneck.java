package org.leastaction.ot.bottleneck;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.leastaction.ot.Masses;
import org.leastaction.ot.SparsePlan;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.WholeMasses;
import org.leastaction.ot.cost.CostMatrix;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.kernel.Parallelism.Stage;

/**
 * The plan whose largest cost is least, by augmenting paths: each path sends mass from a source that has some left to a
 * target that lacks some, over pairs of at most the present threshold. If there is no such path, the sources reached
 * have more mass than the targets reached: the threshold must rise to the least cost that leaves the set. Masses are
 * whole numbers, so nothing is rounded. O(n·m) memory and O((n + m)·m) time per path, of which there are at least
 * max(n, m).
 */
public final class Bottleneck {

    private static final int NONE = -1;

    private final CostMatrix costs;
    private final int n;
    private final int m;
    private final Masses supply;
    private final Masses demand;
    /** [n, m]. */
    private final Masses flow;
    private final Masses amount;
    /** The source before each target on its path, and the target before each source. */
    private final int[] before;
    private final int[] entered;
    private final double[] nearest;
    private final boolean[] isReached;
    private final boolean[] isEntered;
    private double threshold = Double.NEGATIVE_INFINITY;
    private int[] witness = {};

    private Bottleneck(TransportProblem problem, WholeMasses masses, CostMatrix costs) {
        this.costs = costs;
        this.n = problem.x().size();
        this.m = problem.y().size();
        this.supply = masses.sources().copy();
        this.demand = masses.targets().copy();
        this.flow = Masses.zeros(Math.multiplyExact(n, m), masses.total());
        this.amount = Masses.zeros(1, masses.total());
        this.before = new int[m];
        this.entered = new int[n];
        this.nearest = new double[m];
        this.isReached = new boolean[m];
        this.isEntered = new boolean[n];
    }

    /**
     * An optimal plan with its witness.
     *
     * @throws IllegalArgumentException if costs overflow, n·m exceeds 2³¹ − 1, or the costs do not fit the Java heap
     */
    public static BottleneckResult solve(TransportProblem problem, Parallelism parallelism) {
        long pairs = (long) problem.x().size() * problem.y().size();
        if (pairs > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "the bottleneck problem is solved for at most 2147483647 pairs of points, not " + pairs);
        }
        problem.finiteCostBound(parallelism);
        WholeMasses masses = WholeMasses.of(problem);
        CostMatrix costs = CostMatrix.of(problem.cost(), problem.x(), problem.y(), parallelism);
        Bottleneck search = new Bottleneck(problem, masses, costs);
        Parallelism execution = parallelism.in(Stage.ASSIGNMENT);
        for (int i = 0; i < search.n; i++) {
            while (!search.supply.isZero(i)) {
                execution.reached(i, search.n);
                search.augment(i);
            }
        }
        SparsePlan.Builder plan = SparsePlan.builder(search.n + search.m);
        for (int i = 0; i < search.n; i++) {
            for (int j = 0; j < search.m; j++) {
                double mass = search.flow.quotient(i * search.m + j, masses.total(), 0);
                if (mass > 0) {
                    plan.add(i, j, mass);
                }
            }
        }
        return new BottleneckResult(problem, plan.build(), search.threshold, search.witness);
    }

    /** Sends mass from a source along the path whose largest cost is least. */
    private void augment(int root) {
        Arrays.fill(isReached, false);
        Arrays.fill(isEntered, false);
        Arrays.fill(nearest, Double.POSITIVE_INFINITY);
        enter(root, NONE);
        while (true) {
            int next = NONE;
            for (int j = 0; j < m; j++) {
                if (!isReached[j] && (next == NONE || nearest[j] < nearest[next])) {
                    next = j;
                }
            }
            if (nearest[next] > threshold) {
                threshold = nearest[next];
                witness = IntStream.range(0, n).filter(i -> isEntered[i]).toArray();
            }
            isReached[next] = true;
            if (!demand.isZero(next)) {
                send(root, next);
                return;
            }
            for (int i = 0; i < n; i++) {
                if (!isEntered[i] && !flow.isZero(i * m + next)) {
                    enter(i, next);
                }
            }
        }
    }

    private void enter(int source, int target) {
        isEntered[source] = true;
        entered[source] = target;
        double[] row = costs.row(source);
        for (int j = 0; j < m; j++) {
            if (!isReached[j] && row[j] < nearest[j]) {
                nearest[j] = row[j];
                before[j] = source;
            }
        }
    }

    private void send(int root, int last) {
        amount.set(0, supply.compare(root, demand, last) <= 0 ? supply : demand,
                supply.compare(root, demand, last) <= 0 ? root : last);
        for (int j = last; entered[before[j]] != NONE; j = entered[before[j]]) {
            int back = before[j] * m + entered[before[j]];
            if (flow.compare(back, amount, 0) < 0) {
                amount.set(0, flow, back);
            }
        }
        supply.subtract(root, amount, 0);
        demand.subtract(last, amount, 0);
        for (int j = last;; j = entered[before[j]]) {
            int i = before[j];
            flow.add(i * m + j, amount, 0);
            if (entered[i] == NONE) {
                return;
            }
            flow.subtract(i * m + entered[i], amount, 0);
        }
    }
}
