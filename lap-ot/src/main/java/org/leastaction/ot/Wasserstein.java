package org.leastaction.ot;

import org.leastaction.ot.assignment.AssignmentSolver;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.line.SortingSolver;
import org.leastaction.ot.matrixfree.MatrixFreeSolver;
import org.leastaction.ot.simplex.NetworkSimplex;
import org.leastaction.points.Points;

/** Exact distances between two point sets in one call. */
public final class Wasserstein {

    private Wasserstein() {
    }

    /**
     * Exact W₂² between x and y with uniform weights: plan, potentials and certificate. Runs on all processors.
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
     * Solves a problem by the exact method that suits it: sorting on the line; assignment for sets of equal size with
     * uniform weights, without a matrix if there are many points; otherwise the network simplex method.
     *
     * @throws IllegalArgumentException if the costs overflow
     * @throws java.util.concurrent.CancellationException if the calling thread is interrupted
     */
    public static TransportResult exact(TransportProblem problem, Parallelism parallelism) {
        return exact(problem, 0, parallelism);
    }

    /**
     * The same up to a tolerance, where this saves time: in assignment problems with many points.
     *
     * @param tolerance gap primal − dual at which to stop, relative to the primal cost, in [0, 1); 0 is exact
     * @throws IllegalArgumentException if the tolerance is out of range or the costs overflow
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
