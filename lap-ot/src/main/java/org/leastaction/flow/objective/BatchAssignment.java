package org.leastaction.flow.objective;

import java.util.Optional;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.exact.dense.AssignmentSolver;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.Points;

/** The optimal assignment between two states of a batch. */
public final class BatchAssignment {

    private BatchAssignment() {}

    /**
     * σ of least Σ ‖from_i − to_σ(i)‖², exact. O(n²·d), and O(n³) at worst; on the calling thread.
     *
     * @param from n points
     * @param to   n points of the same dimension
     * @return σ, a permutation
     * @throws IllegalArgumentException if the sizes differ or a number is not finite
     */
    public static int[] of(Points from, Points to) {
        return new AssignmentSolver(Parallelism.sequential(), Optional.empty())
                .solve(TransportProblem.squaredEuclidean(from, to))
                .assignment()
                .toArray();
    }
}
