package org.leastaction.ot.entropic;

import java.util.Locale;

/** How an iteration ended. */
public sealed interface Convergence {

    /** Number of iterations over all values of ε, at least 1. */
    int iterations();

    /** The misplaced mass: Σᵢ |Σⱼ Pᵢⱼ − aᵢ| + Σⱼ |Σᵢ Pᵢⱼ − bⱼ|, for a total mass of 1. */
    double marginalError();

    /** The marginal error reached the tolerance. */
    record Converged(int iterations, double marginalError) implements Convergence {

        @Override
        public String toString() {
            return Convergence.describe("converged", this);
        }
    }

    /** The maximum number of iterations was reached first: values and plan belong to a problem with other weights. */
    record Stopped(int iterations, double marginalError) implements Convergence {

        @Override
        public String toString() {
            return Convergence.describe("stopped", this);
        }
    }

    private static String describe(String ended, Convergence convergence) {
        return String.format(Locale.ROOT, "%s after %d iterations with a marginal error of %.1e", ended,
                convergence.iterations(), convergence.marginalError());
    }
}
