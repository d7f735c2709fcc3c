package org.leastaction.ot;

import java.util.Objects;

/**
 * The method that solved a problem, and why it was chosen.
 *
 * @param solver name of the method, such as "network simplex"
 * @param reason the property of the problem that decided, such as "weights or unequal sizes"
 */
public record SolverChoice(String solver, String reason) {

    public SolverChoice {
        Objects.requireNonNull(solver, "solver");
        Objects.requireNonNull(reason, "reason");
    }

    /** The choice after a further step, with that step's reason. */
    public SolverChoice then(String nextSolver, String nextReason) {
        return new SolverChoice(solver + ", then " + nextSolver, reason + "; " + nextReason);
    }

    @Override
    public String toString() {
        return solver + " (" + reason + ")";
    }
}
