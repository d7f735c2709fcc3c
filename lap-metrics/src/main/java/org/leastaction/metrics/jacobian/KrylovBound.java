package org.leastaction.metrics.jacobian;

import org.leastaction.metrics.Estimate;

/**
 * Bounds on the ends of a spectrum from a Krylov space with a random start; they hold for any spectrum.
 *
 * <p>For a positive semi-definite d × d matrix, the greatest Ritz value θ of k steps from a uniform start on the sphere
 * satisfies θ &lt; (1 − ε)·λ with probability at most 1.648·√d·exp(−√ε·(2k − 1)) (Kuczyński and Woźniakowski,
 * SIAM J. Matrix Anal. Appl. 13, 1992).
 */
final class KrylovBound {

    private static final double FACTOR = 1.648;

    private KrylovBound() {
    }

    /** ε that fails with probability 1 − {@link Estimate#LEVEL} at most, held to [0, 1]; 0 once the space is whole. */
    static double relativeError(int dimension, int steps) {
        return relativeError(dimension, steps, 1 - Estimate.LEVEL);
    }

    /**
     * The distance by which the smallest Ritz value may exceed the smallest eigenvalue: ε applied to λ_max − A at both
     * ends of the spectrum, each failing with half of the probability.
     *
     * @param spread greatest less least Ritz value
     * @return ∞ if there are too few steps for a bound
     */
    static double below(int dimension, int steps, double spread) {
        double epsilon = relativeError(dimension, steps, (1 - Estimate.LEVEL) / 2);
        return epsilon == 0 ? 0 : epsilon < 0.5 ? epsilon * spread / (1 - 2 * epsilon) : Double.POSITIVE_INFINITY;
    }

    private static double relativeError(int dimension, int steps, double failure) {
        if (steps >= dimension) {
            return 0;
        }
        double root = Math.log(FACTOR * Math.sqrt(dimension) / failure) / (2 * steps - 1);
        return Math.min(1, root * root);
    }
}
