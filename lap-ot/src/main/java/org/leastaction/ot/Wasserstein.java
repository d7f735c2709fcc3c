package org.leastaction.ot;

import org.leastaction.ot.assignment.AssignmentSolver;
import org.leastaction.points.Points;

/** The common case in one line: distances between two point sets of equal size and uniform weights. */
public final class Wasserstein {

    private Wasserstein() {
    }

    /**
     * Exact W₂² between x and y, with plan, potentials and certificate; on all processors.
     *
     * @param x sources, [n, d], n ≥ 1
     * @param y targets, [n, d]
     * @return {@link TransportResult#cost()} is W₂², {@link TransportResult#distance()} is W₂
     * @throws IllegalArgumentException for empty sets, unequal sizes or dimensions, NaN or infinite coordinates, or
     *         more points than the Java heap can hold n² doubles for
     */
    public static TransportResult exact(Points x, Points y) {
        return AssignmentSolver.defaults().solve(TransportProblem.squaredEuclidean(x, y));
    }
}
