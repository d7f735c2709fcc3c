package org.leastaction.ot.simplex;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.ot.kernel.Monitor;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.kernel.Stage;
import org.leastaction.ot.pricing.PricedRows;
import org.leastaction.ot.pricing.Pricer;
import org.leastaction.points.DoublePoints;

/**
 * Candidates, a first basis, pivots, and pricing of all pairs for what the candidates lack, until nothing is lacking.
 *
 * <p>In few dimensions from coarse to fine: the potentials of the problem in which every fourth point carries the mass of
 * four, carried over to all points by c-transforms, tell which arcs are candidates and in which order they make a first
 * basis. In many dimensions the potentials of few points say little of others, and the nearest points do better.
 */
final class Levels {

    /** Reduced costs below this share of the largest cost are rounding. */
    private static final double ROUNDING = 1e-14;
    /** Up to so many points a side a start from nothing is as quick. */
    private static final int SMALL = 128;
    private static final int STRIDE = 4;
    /** Candidates of a source, and of a target. */
    private static final int PER_SOURCE = 16;
    private static final int PER_TARGET = 16;
    private static final int PIVOTS_BETWEEN_CHECKS = 256;

    private final GroundCost cost;
    private final double largestCost;
    private final Parallelism parallelism;
    private long pivots;

    /** @param largestCost no cost is larger */
    Levels(GroundCost cost, double largestCost, Parallelism parallelism) {
        this.cost = cost;
        this.largestCost = largestCost;
        this.parallelism = parallelism;
    }

    /** An optimal basis for masses a on x and b on y, of one sum. */
    SpanningTree solve(DoublePoints x, DoublePoints y, long[] a, long[] b) {
        SpanningTree tree = new SpanningTree(a, b, largestCost);
        CandidateArcs arcs = new CandidateArcs(tree, x.size(), ROUNDING * largestCost);
        Potentials start = potentials(x, y, a, b);
        PricedRows bySource = Pricer.of(cost, x, y).least(all(x), start.v, noBounds(x), PER_SOURCE, pricing());
        for (int i = 0; i < x.size(); i++) {
            start.u[i] = bySource.reduced(i, 0);
            for (int t = 0; t < bySource.count(i); t++) {
                arcs.add(i, bySource.column(i, t), bySource.cost(i, t));
            }
        }
        PricedRows byTarget = Pricer.of(cost, y, x).least(all(y), start.u, noBounds(y), PER_TARGET, pricing());
        for (int j = 0; j < y.size(); j++) {
            for (int t = 0; t < byTarget.count(j); t++) {
                arcs.add(byTarget.column(j, t), j, byTarget.cost(j, t));
            }
        }
        arcs.crash(start.u, start.v, a, b);
        run(tree, arcs);
        complete(tree, arcs, Pricer.of(cost, x, y), x);
        return tree;
    }

    /** Potentials that are nearly right. */
    private record Potentials(double[] u, double[] v) {
    }

    private Potentials potentials(DoublePoints x, DoublePoints y, long[] a, long[] b) {
        double[] u = new double[x.size()];
        double[] v = new double[y.size()];
        if (x.dimension() <= Pricer.FEW_DIMENSIONS && Math.max(x.size(), y.size()) > SMALL) {
            DoublePoints coarseX = x.select(thinned(x.size()));
            SpanningTree coarse = solve(coarseX, y.select(thinned(y.size())), gathered(a), gathered(b));
            PricedRows tight = Pricer.of(cost, y, coarseX).least(all(y), coarse.f(), noBounds(y), 1, pricing());
            Arrays.setAll(v, j -> tight.reduced(j, 0));
        }
        return new Potentials(u, v);
    }

    private static int[] thinned(int size) {
        return IntStream.range(0, (size + STRIDE - 1) / STRIDE).map(s -> s * STRIDE).toArray();
    }

    private static long[] gathered(long[] masses) {
        long[] sums = new long[(masses.length + STRIDE - 1) / STRIDE];
        for (int i = 0; i < masses.length; i++) {
            sums[i / STRIDE] += masses[i];
        }
        return sums;
    }

    /** Prices all pairs and adds what is below the tree's potentials, until nothing is. */
    private void complete(SpanningTree tree, CandidateArcs arcs, Pricer pricer, DoublePoints x) {
        int[] rows = all(x);
        double tolerance = ROUNDING * largestCost;
        while (true) {
            double[] bounds = tree.f();
            for (int i = 0; i < bounds.length; i++) {
                bounds[i] -= tolerance;
            }
            PricedRows overlooked = pricer.least(rows, tree.g(), bounds, PER_SOURCE, pricing());
            int before = arcs.size();
            for (int i = 0; i < rows.length; i++) {
                for (int t = 0; t < overlooked.count(i); t++) {
                    int target = overlooked.column(i, t);
                    if (tree.reduced(i, target, overlooked.cost(i, t)) < -tolerance) {
                        arcs.add(i, target, overlooked.cost(i, t));
                    }
                }
            }
            if (arcs.size() == before) {
                return;
            }
            run(tree, arcs);
        }
    }

    private void run(SpanningTree tree, CandidateArcs search) {
        Parallelism execution = parallelism.in(Stage.PIVOTS);
        boolean improved = true;
        while (improved) {
            improved = false;
            while (search.find()) {
                tree.pivot(search.source(), search.target(), search.cost());
                improved = true;
                if (++pivots % PIVOTS_BETWEEN_CHECKS == 0) {
                    execution.reached(pivots, Monitor.UNKNOWN);
                }
            }
            // What looks optimal may be so by rounding alone: look again with fresh potentials.
            tree.refresh();
        }
    }

    private Parallelism pricing() {
        return parallelism.in(Stage.PRICING);
    }

    private static int[] all(DoublePoints points) {
        return IntStream.range(0, points.size()).toArray();
    }

    private static double[] noBounds(DoublePoints points) {
        double[] bounds = new double[points.size()];
        Arrays.fill(bounds, Double.POSITIVE_INFINITY);
        return bounds;
    }
}
