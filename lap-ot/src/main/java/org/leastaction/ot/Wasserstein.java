package org.leastaction.ot;

import org.leastaction.ot.assignment.AssignmentSolver;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.line.SortingSolver;
import org.leastaction.points.Points;

/** The common case in one line: exact distances between two point sets. */
public final class Wasserstein {

    private Wasserstein() {
    }

    /**
     * Exact W₂² between x and y with uniform weights, with plan, potentials and certificate; on all processors.
     *
     * @param x sources, [n, d], n ≥ 1
     * @param y targets, [n, d]
     * @return {@link TransportResult#cost()} is W₂², {@link TransportResult#distance()} is W₂
     * @throws IllegalArgumentException for empty sets, unequal sizes if d &gt; 1, unequal dimensions, NaN or infinite
     *         coordinates, or more points than the Java heap can hold n² doubles for
     */
    public static TransportResult exact(Points x, Points y) {
        return exact(TransportProblem.squaredEuclidean(x, y), Parallelism.available());
    }

    /**
     * Solves a problem by the exact method that fits it: sorting on the line, else assignment.
     *
     * @throws IllegalArgumentException if no exact method can take the problem
     * @throws java.util.concurrent.CancellationException if the calling thread is interrupted
     */
    public static TransportResult exact(TransportProblem problem, Parallelism parallelism) {
        if (problem.x().dimension() == 1) {
            return new SortingSolver(parallelism).solve(problem);
        }
        return AssignmentSolver.defaults().withParallelism(parallelism).solve(problem);
    }
}
