package org.leastaction.ot.exact.sparse;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.leastaction.ot.Assignment;
import org.leastaction.ot.DualPotentials;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.TransportResult;
import org.leastaction.ot.TransportSolver;
import org.leastaction.ot.WarmStart;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.pricing.KdTree;
import org.leastaction.ot.pricing.Pricer;
import org.leastaction.points.DoublePoints;

/**
 * Exact transport of many points without a matrix: assignment among candidate pairs, from coarse to fine, and pricing
 * of all pairs until no violation is left. O(n·(k + d)) memory for k candidates per point. Time is that of a few
 * pricings: O(n²·d) each in many dimensions, near O(n log n) in few.
 *
 * @param parallelism threads for pricing and certificate; the result is the same for any number
 * @param start       warm start, if any
 * @param tolerance   gap primal − dual at which to stop, relative to the primal cost, in [0, 1); 0 is exact
 */
public record MatrixFreeSolver(Parallelism parallelism, Optional<WarmStart> start, double tolerance)
        implements TransportSolver {

    private static final int NEIGHBOURS = 24;

    /** @throws IllegalArgumentException for a tolerance outside [0, 1) */
    public MatrixFreeSolver {
        Objects.requireNonNull(parallelism, "parallelism");
        Objects.requireNonNull(start, "start");
        if (!(tolerance >= 0 && tolerance < 1)) {
            throw new IllegalArgumentException("a relative tolerance must be in [0, 1), not " + tolerance);
        }
    }

    /** All processors, no warm start, exact. */
    public static MatrixFreeSolver defaults() {
        return new MatrixFreeSolver(Parallelism.available(), Optional.empty(), 0);
    }

    public MatrixFreeSolver withParallelism(Parallelism newParallelism) {
        return new MatrixFreeSolver(newParallelism, start, tolerance);
    }

    public MatrixFreeSolver withTolerance(double newTolerance) {
        return new MatrixFreeSolver(parallelism, start, newTolerance);
    }

    public MatrixFreeSolver startingFrom(WarmStart newStart) {
        return new MatrixFreeSolver(parallelism, Optional.of(newStart), tolerance);
    }

    /** @throws IllegalArgumentException also if the warm start does not fit the problem's size */
    @Override
    public TransportResult solve(TransportProblem problem) {
        return solve(problem, true).orElseThrow();
    }

    /**
     * Solves the problem unless the candidates are a poor guide, as between tight clusters or with distant outliers: paths
     * then make long detours, and the network simplex method is faster.
     *
     * @return empty if the solver gave up
     * @throws IllegalArgumentException also if the warm start does not fit the problem's size
     */
    public Optional<TransportResult> attempt(TransportProblem problem) {
        return solve(problem, false);
    }

    private Optional<TransportResult> solve(TransportProblem problem, boolean isPatient) {
        int n = problem.size();
        if (!Double.isFinite(problem.costBound(parallelism))) {
            throw new IllegalArgumentException("the costs " + problem.cost().formula()
                    + " between these points overflow double precision: scale the points down");
        }
        start.ifPresent(s -> {
            if (s.pairing().size() != n) {
                throw new IllegalArgumentException("a warm start of " + s.pairing().size()
                        + " pairs does not fit a problem of " + n + " points");
            }
        });
        int[] rows = order(problem.x());
        int[] columns = start.map(s -> IntStream.of(rows).map(s.pairing()::target).toArray())
                .orElseGet(() -> order(problem.y()));
        DoublePoints x = inOrder(problem.x(), rows);
        DoublePoints y = inOrder(problem.y(), columns);
        CoarseToFine levels =
                new CoarseToFine(problem.cost(), pairing(problem), NEIGHBOURS, isPatient, parallelism);
        return start.flatMap(WarmStart::potentials)
                .map(p -> levels.solveFrom(x, y, reordered(p, rows, columns), tolerance))
                .orElseGet(() -> levels.solve(x, y, tolerance))
                .map(solution -> result(problem, solution, rows, columns));
    }

    private Pairing pairing(TransportProblem problem) {
        if (start.isPresent()) {
            return Pairing.MEANT;
        }
        // In few dimensions points are reordered, and near-identity pairings are rarely optimal.
        return problem.x().dimension() <= Pricer.FEW_DIMENSIONS ? Pairing.ARBITRARY : Pairing.POSSIBLE;
    }

    /**
     * An order in which near points are adjacent, if the dimension is small: every fourth point is then a
     * representative sample.
     */
    private static int[] order(DoublePoints points) {
        return points.dimension() <= Pricer.FEW_DIMENSIONS
                ? KdTree.of(points).order() : IntStream.range(0, points.size()).toArray();
    }

    private static DoublePoints inOrder(DoublePoints points, int[] order) {
        boolean already = IntStream.range(0, order.length).allMatch(i -> order[i] == i);
        return already ? points : points.select(order);
    }

    private static DualPotentials reordered(DualPotentials potentials, int[] rows, int[] columns) {
        return DualPotentials.of(IntStream.of(rows).mapToDouble(potentials::f).toArray(),
                IntStream.of(columns).mapToDouble(potentials::g).toArray());
    }

    private TransportResult result(TransportProblem problem, CoarseToFine.Solution solution, int[] rows, int[] columns) {
        int n = problem.size();
        int[] targets = new int[n];
        double[] f = new double[n];
        double[] g = new double[n];
        for (int i = 0; i < n; i++) {
            targets[rows[i]] = columns[solution.assignment().target(i)];
            f[rows[i]] = solution.potentials().f(i);
            g[columns[i]] = solution.potentials().g(i);
        }
        Assignment plan = Assignment.of(targets);
        DualPotentials potentials = DualPotentials.of(f, g);
        return TransportResult.certified(problem, plan, potentials, parallelism);
    }
}
