package org.leastaction.ot;

import org.leastaction.ot.assignment.AssignmentSolver;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.line.SortingSolver;
import org.leastaction.ot.matrixfree.MatrixFreeSolver;
import org.leastaction.ot.simplex.NetworkSimplex;
import org.leastaction.points.Points;

/** The common case in one line: exact distances between two point sets. */
public final class Wasserstein {

    private Wasserstein() {
    }

    /**
     * Exact W₂² between x and y with uniform weights, with plan, potentials and certificate; on all processors.
     *
     * @param x sources, [n, d], n ≥ 1
     * @param y targets, [m, d], m ≥ 1
     * @return {@link TransportResult#cost()} is W₂², {@link TransportResult#distance()} is W₂
     * @throws IllegalArgumentException for empty sets, unequal dimensions, NaN or infinite coordinates, or more points
     *         than the Java heap can hold
     */
    public static TransportResult exact(Points x, Points y) {
        return exact(TransportProblem.squaredEuclidean(x, y), Parallelism.available());
    }

    /**
     * Solves a problem by the exact method that fits it: sorting on the line, assignment for equal sizes
     * of uniform weights, without a matrix where there are many points, else the network simplex.
     *
     * @throws IllegalArgumentException if the costs overflow
     * @throws java.util.concurrent.CancellationException if the calling thread is interrupted
     */
    public static TransportResult exact(TransportProblem problem, Parallelism parallelism) {
        return exact(problem, 0, parallelism);
    }

    /**
     * The same up to a tolerance, where that saves time: in assignment problems of many points.
     *
     * @param tolerance primal − dual at which to stop, relative to the primal cost, in [0, 1); 0 is exact
     * @throws IllegalArgumentException for another tolerance, or if the costs overflow
     * @throws java.util.concurrent.CancellationException if the calling thread is interrupted
     */
    public static TransportResult exact(TransportProblem problem, double tolerance, Parallelism parallelism) {
        MatrixFreeSolver manyPoints = MatrixFreeSolver.defaults().withParallelism(parallelism).withTolerance(tolerance);
        return SmallCosts.solve(problem, lengths -> {
            if (lengths.x().dimension() == 1) {
                return new SortingSolver(parallelism).solve(lengths);
            }
            if (!lengths.isAssignment()) {
                return new NetworkSimplex(parallelism).solve(lengths);
            }
            return MatrixFreeSolver.suits(lengths) ? manyPoints.solve(lengths)
                    : AssignmentSolver.defaults().withParallelism(parallelism).solve(lengths);
        });
    }
}
