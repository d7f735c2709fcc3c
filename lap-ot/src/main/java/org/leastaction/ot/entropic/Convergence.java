package org.leastaction.ot.entropic;

/** How an iteration ended. */
public sealed interface Convergence {

    /** Iterations over all values of ε, at least 1. */
    int iterations();

    /** Mass in the wrong place: Σᵢ |Σⱼ Pᵢⱼ − aᵢ| + Σⱼ |Σᵢ Pᵢⱼ − bⱼ|, of a whole mass of 1. */
    double marginalError();

    /** The marginal error came down to the tolerance. */
    record Converged(int iterations, double marginalError) implements Convergence {
    }

    /** The iterations ran out first: values and plan are of a problem with other weights. */
    record Stopped(int iterations, double marginalError) implements Convergence {
    }
}
