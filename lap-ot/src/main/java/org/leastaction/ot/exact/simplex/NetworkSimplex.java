package org.leastaction.ot.exact.simplex;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.leastaction.ot.Assignment;
import org.leastaction.ot.DualPotentials;
import org.leastaction.ot.Masses;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.TransportResult;
import org.leastaction.ot.TransportSolver;
import org.leastaction.ot.WeighingPoints;
import org.leastaction.ot.WholeMasses;
import org.leastaction.ot.kernel.EqualPoints;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.pricing.KdTree;
import org.leastaction.ot.pricing.Pricer;
import org.leastaction.points.DoublePoints;

/**
 * Exact transport for any weights and sizes: the network simplex method among candidate arcs, and pricing of all pairs
 * until no violation is left. O((n + m)·(d + k)) memory for k candidates per point, no matrix. The plan has at most n +
 * m − 1 entries. Masses are integers and potentials have twice the precision of double, so ties are exact and distant
 * points do not cancel small costs; equal points are merged.
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

    /** @throws IllegalArgumentException also if costs overflow */
    @Override
    public TransportResult solve(TransportProblem problem) {
        return WeighingPoints.of(problem).solve(weighing -> solve(weighing, Optional.empty()), parallelism);
    }

    /**
     * Solves a problem starting from nearly optimal potentials.
     *
     * @param start potentials of the problem's points
     */
    public TransportResult solveFrom(TransportProblem problem, DualPotentials start) {
        return solve(problem, Optional.of(start));
    }

    private TransportResult solve(TransportProblem problem, Optional<DualPotentials> start) {
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
        DoublePoints x = sources.points().select(rows);
        DoublePoints y = targets.points().select(columns);
        Masses a = sources.masses().select(rows);
        Masses b = targets.masses().select(columns);
        Pivoting levels = new Pivoting(problem.cost(), largest, parallelism);
        SpanningTree tree = start
                .map(known -> levels.solve(x, y, a, b, IntStream.of(columns).mapToDouble(
                        group -> known.g(targets.member(targets.firstMember(group)))).toArray()))
                .orElseGet(() -> levels.solve(x, y, a, b));
        SplitPlan plan = new SplitPlan(sources, targets, masses);
        tree.forEachFlow((i, j, flow, at) -> plan.add(rows[i], columns[j], flow, at));
        DualPotentials potentials = DualPotentials.of(
                sources.spread(inOrder(tree.f(), rows)), targets.spread(inOrder(tree.g(), columns)));
        return TransportResult.certified(problem, plan.build(), potentials, parallelism);
    }

    /**
     * An order in which near points are adjacent, if the dimension is small: every fourth point then represents its
     * neighbours.
     */
    private static int[] order(DoublePoints points) {
        return points.dimension() <= Pricer.FEW_DIMENSIONS
                ? KdTree.of(points).order() : IntStream.range(0, points.size()).toArray();
    }

    private static double[] inOrder(double[] values, int[] order) {
        double[] result = new double[values.length];
        for (int k = 0; k < order.length; k++) {
            result[order[k]] = values[k];
        }
        return result;
    }
}
