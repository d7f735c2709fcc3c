package org.leastaction.ot.exact.simplex;

import java.util.Arrays;
import java.util.Optional;
import java.util.PriorityQueue;
import org.leastaction.ot.DualPotentials;
import org.leastaction.ot.Masses;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.TransportResult;
import org.leastaction.ot.WholeMasses;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.ot.exact.simplex.MergedPoints.SplitPlan;
import org.leastaction.ot.kernel.Parallelism.Monitor;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.kernel.Parallelism.Stage;

/**
 * Exact transport between many distinct points and a few, by successive shortest paths among the few: all mass starts
 * at its cheapest sink; then sinks with too much pass it on along shortest paths, where the length from one sink to
 * another is the least change of cost of any mass that is there (Tokuyama and Nakano 1995). O(n·k) memory for n points
 * and k sinks, and O(k² + k log n) time for each of about n paths.
 */
public final class FewSinks {

    /** The greatest number of sinks for which this is faster than the network simplex method. */
    static final int MOST = 64;
    /** The greatest number of costs that are stored. */
    private static final int MOST_COSTS = 1 << 25;
    /** Paths for each point and sink, after which the method gives up. */
    private static final int PATIENCE = 16;
    private static final int PATHS_BETWEEN_CHECKS = 256;

    private final int sinks;
    private final int sources;
    /** Costs, [sources, sinks]. */
    private final double[] costs;
    private final Masses left;
    private final double[] potential;
    /** Mass at a sink, [sources, sinks]: entry i·k + q is what source i has at sink q. */
    private final Masses flow;
    /** By pairs of sinks [k, k]: the sources at the first one, in the order of the change of cost to the second. */
    private final PriorityQueue<Move>[] moves;
    private final Masses amount;

    /** A source that could pass mass on, and the change of cost that this makes. */
    private record Move(double change, int source) implements Comparable<Move> {

        @Override
        public int compareTo(Move other) {
            int byChange = Double.compare(change, other.change);
            return byChange != 0 ? byChange : Integer.compare(source, other.source);
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
    private FewSinks(double[] costs, int sinks, Masses masses, Masses capacities) {
        this.sinks = sinks;
        this.sources = masses.size();
        this.costs = costs;
        this.potential = new double[sinks];
        this.flow = Masses.zeros(sources * sinks, masses);
        this.moves = new PriorityQueue[sinks * sinks];
        Arrays.setAll(moves, pair -> new PriorityQueue<>());
        this.amount = Masses.zeros(1, masses);
        // Capacities less what arrives can be negative, so that both are kept: capacity in entry q, load in entry k + q.
        this.left = Masses.zeros(2 * sinks, masses);
        for (int q = 0; q < sinks; q++) {
            left.set(q, capacities, q);
        }
        for (int i = 0; i < sources; i++) {
            int best = 0;
            for (int q = 1; q < sinks; q++) {
                best = cost(i, q) < cost(i, best) ? q : best;
            }
            flow.set(i * sinks + best, masses, i);
            left.add(sinks + best, masses, i);
            arrive(i, best);
        }
    }

    /** Whether these numbers of distinct points are few enough on one side. */
    public static boolean suits(int distinctSources, int distinctTargets) {
        return Math.min(distinctSources, distinctTargets) <= MOST
                && (long) distinctSources * distinctTargets <= MOST_COSTS;
    }

    /**
     * Solves a problem with few distinct points on one side.
     *
     * @return empty if the result cannot be certified, as between points and weights of very different size
     */
    public static Optional<TransportResult> solve(TransportProblem problem, Parallelism parallelism) {
        WholeMasses masses = WholeMasses.of(problem);
        MergedPoints x = MergedPoints.of(problem.x(), masses.sources());
        MergedPoints y = MergedPoints.of(problem.y(), masses.targets());
        boolean toTargets = y.points().size() <= x.points().size();
        MergedPoints many = toTargets ? x : y;
        MergedPoints few = toTargets ? y : x;
        int n = many.points().size();
        int k = few.points().size();
        GroundCost cost = toTargets ? problem.cost() : problem.cost().transposed();
        double[] costs = new double[n * k];
        parallelism.in(Stage.NONE).forEach(n, i -> {
            for (int q = 0; q < k; q++) {
                costs[i * k + q] = cost.between(many.points(), i, few.points(), q);
            }
        });
        FewSinks solver = new FewSinks(costs, k, many.masses(), few.masses());
        if (!solver.run(parallelism.in(Stage.PIVOTS))) {
            return Optional.empty();
        }
        SplitPlan plan = new SplitPlan(x, y, masses);
        for (int i = 0; i < n; i++) {
            for (int q = 0; q < k; q++) {
                if (!solver.flow.isZero(i * k + q)) {
                    plan.add(toTargets ? i : q, toTargets ? q : i, solver.flow, i * k + q);
                }
            }
        }
        double[] ofMany = many.spread(solver.potentialsOfSources());
        double[] ofFew = few.spread(solver.potential);
        TransportResult result = TransportResult.certified(
                problem, plan.build(), toTargets ? DualPotentials.of(ofMany, ofFew) : DualPotentials.of(ofFew, ofMany),
                parallelism);
        return Optional.of(result).filter(one -> one.certificate().isTight());
    }

    /** Moves mass until every sink has its capacity; returns false if that takes too many paths. */
    private boolean run(Parallelism execution) {
        long most = (long) PATIENCE * (sources + (long) sinks * sinks);
        double[] distance = new double[sinks];
        int[] previous = new int[sinks];
        for (long paths = 0; paths <= most; paths++) {
            int end = shortestPaths(distance, previous);
            if (end < 0) {
                return true;
            }
            for (int q = 0; q < sinks; q++) {
                potential[q] += Math.min(distance[q], distance[end]);
            }
            push(previous, end);
            if (paths % PATHS_BETWEEN_CHECKS == 0) {
                execution.reached(paths, Monitor.UNKNOWN);
            }
        }
        return false;
    }

    /**
     * Distances from the sinks that have too much, under reduced lengths; returns the nearest sink that has too little,
     * or −1 if every sink has its capacity.
     */
    private int shortestPaths(double[] distance, int[] previous) {
        boolean[] done = new boolean[sinks];
        Arrays.fill(distance, Double.POSITIVE_INFINITY);
        Arrays.fill(previous, -1);
        for (int q = 0; q < sinks; q++) {
            if (balance(q) > 0) {
                distance[q] = 0;
            }
        }
        while (true) {
            int nearest = -1;
            for (int q = 0; q < sinks; q++) {
                if (!done[q] && distance[q] < Double.POSITIVE_INFINITY
                        && (nearest < 0 || distance[q] < distance[nearest])) {
                    nearest = q;
                }
            }
            if (nearest < 0) {
                return -1;
            }
            done[nearest] = true;
            if (balance(nearest) < 0) {
                return nearest;
            }
            for (int q = 0; q < sinks; q++) {
                Move move = done[q] ? null : first(nearest, q);
                if (move != null) {
                    // Reduced lengths are at least 0 up to rounding.
                    double length = Math.max(0, move.change() + potential[nearest] - potential[q]);
                    if (distance[nearest] + length < distance[q]) {
                        distance[q] = distance[nearest] + length;
                        previous[q] = nearest;
                    }
                }
            }
        }
    }

    /** Passes as much as possible along the path to a sink. */
    private void push(int[] previous, int end) {
        int start = end;
        amount.set(0, left, end);
        amount.subtract(0, left, sinks + end);
        while (previous[start] >= 0) {
            int from = previous[start];
            lower(flow, first(from, start).source() * sinks + from);
            start = from;
        }
        Masses excess = Masses.zeros(1, amount);
        excess.set(0, left, sinks + start);
        excess.subtract(0, left, start);
        lower(excess, 0);
        // From the end, so that what arrives at a sink does not leave it in the same step.
        for (int q = end; previous[q] >= 0; q = previous[q]) {
            int from = previous[q];
            int source = first(from, q).source();
            boolean isNew = flow.isZero(source * sinks + q);
            flow.subtract(source * sinks + from, amount, 0);
            flow.add(source * sinks + q, amount, 0);
            if (isNew) {
                arrive(source, q);
            }
        }
        left.subtract(sinks + start, amount, 0);
        left.add(sinks + end, amount, 0);
    }

    private void lower(Masses masses, int index) {
        if (masses.compare(index, amount, 0) < 0) {
            amount.set(0, masses, index);
        }
    }

    /** The sign of a sink's load less its capacity. */
    private int balance(int q) {
        return left.compare(sinks + q, left, q);
    }

    private double cost(int source, int sink) {
        return costs[source * sinks + sink];
    }

    /** Adds a source to the moves from a sink. */
    private void arrive(int source, int sink) {
        for (int q = 0; q < sinks; q++) {
            if (q != sink) {
                moves[sink * sinks + q].add(new Move(cost(source, q) - cost(source, sink), source));
            }
        }
    }

    /** The cheapest move of mass from one sink to another; null if there is no mass. */
    private Move first(int from, int to) {
        PriorityQueue<Move> queue = moves[from * sinks + to];
        Move move = queue.peek();
        while (move != null && flow.isZero(move.source() * sinks + from)) {
            queue.poll();
            move = queue.peek();
        }
        return move;
    }

    private double[] potentialsOfSources() {
        double[] least = new double[sources];
        Arrays.setAll(least, i -> {
            double f = Double.POSITIVE_INFINITY;
            for (int q = 0; q < sinks; q++) {
                f = Math.min(f, cost(i, q) - potential[q]);
            }
            return f;
        });
        return least;
    }
}
