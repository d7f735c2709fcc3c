package org.leastaction.ot.exact;

import java.util.List;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.TransportResult;
import org.leastaction.ot.TransportSolver;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.kernel.Parallelism.Stage;

/** Many problems in one call, several at once. */
final class Batch {

    private Batch() {}

    /**
     * Solves all problems.
     *
     * @param solver should work on one thread
     * @return the results in the order of the problems
     * @throws IllegalArgumentException if the solver rejects one; the message says which
     */
    public static List<TransportResult> solve(
            List<TransportProblem> problems, TransportSolver solver, Parallelism parallelism) {
        TransportResult[] results = new TransportResult[problems.size()];
        parallelism.in(Stage.PROBLEMS).forEach(results.length, k -> {
            try {
                results[k] = solver.solve(problems.get(k));
            } catch (IllegalArgumentException refused) {
                throw new IllegalArgumentException(
                        "problem " + k + " (counted from 0): " + refused.getMessage(), refused);
            }
        });
        return List.of(results);
    }
}
