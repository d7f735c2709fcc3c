package org.leastaction.ot.exact.dense;

import java.util.Objects;
import java.util.Optional;
import org.leastaction.ot.Assignment;
import org.leastaction.ot.DualPotentials;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.TransportResult;
import org.leastaction.ot.TransportSolver;
import org.leastaction.ot.WarmStart;
import org.leastaction.ot.cost.CostMatrix;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.kernel.Parallelism.Stage;

/**
 * Exact transport by assignment, for up to a few thousand points: Jonker and Volgenant's method on the dense matrix of
 * costs. O(n²·d) for the matrix and the certificate, O(n³) at worst for the assignment; n² doubles of memory.
 *
 * @param parallelism threads for matrix and certificate; the result is the same for any number
 * @param start       warm start, if any
 */
public record AssignmentSolver(Parallelism parallelism, Optional<WarmStart> start) implements TransportSolver {

    public AssignmentSolver {
        Objects.requireNonNull(parallelism, "parallelism");
        Objects.requireNonNull(start, "start");
    }

    /** All processors, no warm start. */
    public static AssignmentSolver defaults() {
        return new AssignmentSolver(Parallelism.available(), Optional.empty());
    }

    public AssignmentSolver withParallelism(Parallelism newParallelism) {
        return new AssignmentSolver(newParallelism, start);
    }

    public AssignmentSolver startingFrom(WarmStart newStart) {
        return new AssignmentSolver(parallelism, Optional.of(newStart));
    }

    /** @throws IllegalArgumentException also if the matrix of costs does not fit the Java heap */
    @Override
    public TransportResult solve(TransportProblem problem) {
        problem.size(); // rejects other problems before the matrix is computed
        return solve(problem, CostMatrix.of(problem.cost(), problem.x(), problem.y(), parallelism));
    }

    /**
     * Solves a problem whose costs are already computed. The certificate is still computed from the points.
     *
     * @param costs the costs of this problem
     * @throws IllegalArgumentException if the matrix or the warm start does not fit the problem's size
     */
    public TransportResult solve(TransportProblem problem, CostMatrix costs) {
        int n = problem.size();
        if (costs.size() != n || costs.columns() != n) {
            throw new IllegalArgumentException("a matrix of " + costs.size() + " × " + costs.columns()
                    + " costs does not fit a problem of " + n + " points");
        }
        start.ifPresent(known -> known.checkFits(problem));
        Matching matching = JonkerVolgenant.solve(costs, start, parallelism.in(Stage.ASSIGNMENT));
        return TransportResult.certified(problem, Assignment.of(matching.columnOf),
                DualPotentials.of(matching.rowPotentials(), matching.v), parallelism);
    }
}
