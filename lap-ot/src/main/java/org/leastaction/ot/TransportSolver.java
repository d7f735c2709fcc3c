package org.leastaction.ot;

/** A method for transport problems. Immutable; may be used by several threads at once. */
public interface TransportSolver {

    /**
     * Solves the problem, watched by the monitor of the solver's {@link org.leastaction.ot.kernel.Parallelism}.
     *
     * @throws IllegalArgumentException if this method does not support the problem, or its costs overflow
     * @throws java.util.concurrent.CancellationException if the calling thread is interrupted or the monitor cancels
     */
    TransportResult solve(TransportProblem problem);
}
