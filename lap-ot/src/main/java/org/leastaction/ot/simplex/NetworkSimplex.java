package org.leastaction.ot.simplex;

import java.util.Objects;
import java.util.stream.IntStream;
import org.leastaction.ot.Certificate;
import org.leastaction.ot.DualPotentials;
import org.leastaction.ot.SparsePlan;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.TransportResult;
import org.leastaction.ot.TransportSolver;
import org.leastaction.ot.WholeMasses;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.pricing.KdTree;
import org.leastaction.ot.pricing.Pricer;
import org.leastaction.points.DoublePoints;

/**
 * Exact transport between any weights and sizes: the network simplex method among candidate arcs, and pricing of all
 * pairs until nothing was overlooked. O((n + m)·(d + k)) memory for k candidates per point, no matrix. The plan has at
 * most n + m − 1 entries. Masses are whole numbers, so ties and zero weights are exact; equal points are merged.
 *
 * @param parallelism threads for pricing and certificate; the result is the same for any number
 */
public record NetworkSimplex(Parallelism parallelism) implements TransportSolver {

    public NetworkSimplex {
        Objects.requireNonNull(parallelism, "parallelism");
    }

    /** All processors. */
    public static NetworkSimplex defaults() {
        return new NetworkSimplex(Parallelism.available());
    }

    /**
     * Whether half of all points are copies of others: merged, they are quicker to transport by this method even where
     * an assignment would do. O((n + m)·d).
     */
    public static boolean suits(TransportProblem problem) {
        int half = (problem.x().size() + problem.y().size()) / 2;
        if (MergedPoints.distinctAtLeast(problem.x()) + MergedPoints.distinctAtLeast(problem.y()) > half) {
            return false;
        }
        int sources = MergedPoints.distinct(problem.x());
        return sources <= half && sources + MergedPoints.distinct(problem.y()) <= half;
    }

    /** @throws IllegalArgumentException also if costs overflow */
    @Override
    public TransportResult solve(TransportProblem problem) {
        double largest = problem.costBound(parallelism);
        if (!Double.isFinite(largest)) {
            throw new IllegalArgumentException("the costs " + problem.cost().formula()
                    + " between these points overflow double precision: scale the points down");
        }
        WholeMasses masses = WholeMasses.of(problem);
        MergedPoints sources = MergedPoints.of(problem.x(), masses.sources());
        MergedPoints targets = MergedPoints.of(problem.y(), masses.targets());
        int[] rows = order(sources.points());
        int[] columns = order(targets.points());
        SpanningTree tree = new Levels(problem.cost(), largest, parallelism).solve(
                sources.points().select(rows), targets.points().select(columns),
                select(sources.masses(), rows), select(targets.masses(), columns));
        SplitPlan plan = new SplitPlan(sources, targets, masses);
        tree.forEachFlow((i, j, flow) -> plan.add(rows[i], columns[j], flow));
        DualPotentials potentials = DualPotentials.of(
                sources.spread(inOrder(tree.f(), rows)), targets.spread(inOrder(tree.g(), columns)));
        SparsePlan whole = plan.build();
        return new TransportResult(
                problem, whole, potentials, Certificate.of(problem, whole, potentials, parallelism));
    }

    /** Near points next to each other, where that means something: every fourth then stands for its neighbours. */
    private static int[] order(DoublePoints points) {
        return points.dimension() <= Pricer.FEW_DIMENSIONS
                ? KdTree.of(points).order() : IntStream.range(0, points.size()).toArray();
    }

    private static long[] select(long[] values, int[] order) {
        return IntStream.of(order).mapToLong(k -> values[k]).toArray();
    }

    private static double[] inOrder(double[] values, int[] order) {
        double[] result = new double[values.length];
        for (int k = 0; k < order.length; k++) {
            result[order[k]] = values[k];
        }
        return result;
    }
}
