package org.leastaction.ot.entropic;

/**
 * Overrelaxation of Sinkhorn's iteration. Near the solution the iteration is linear and multiplies the error by a
 * factor λ per sweep; steps of length ω = 2/(1 + √(1 − λ)) then converge fastest (Lehmann et al. 2022; Young 1954). λ
 * is estimated during the iteration; if the error grows, overrelaxation stops and full steps continue.
 */
final class Relaxation {

    private static final int WINDOW = 10;
    /** Convergence rate λ below which overrelaxation gains nothing. */
    private static final double FAST = 0.5;
    private static final double SLOWEST = 0.99999;
    /** Growth of the error over a window that ends overrelaxation. */
    private static final double GROWTH = 1.5;

    private double factor = 1;
    private int steps;
    private double errorAtStart;

    /** ω, in [1, 2). */
    double factor() {
        return factor;
    }

    /** Returns to full steps, for a new ε. */
    void restart() {
        factor = 1;
        steps = 0;
    }

    /** Records the error before a step. */
    void observe(double error) {
        if (steps == 0) {
            errorAtStart = error;
        }
        if (steps++ < WINDOW) {
            return;
        }
        double rate = Math.pow(error / errorAtStart, 1.0 / WINDOW);
        if (error > GROWTH * errorAtStart || !(rate > 0)) {
            factor = 1;
        } else if (rate < 1) {
            double beyond = rate + factor - 1;
            double sweep = beyond * beyond / (rate * factor * factor);
            if (sweep > FAST && sweep < 1) {
                factor = Math.max(factor, 2 / (1 + Math.sqrt(1 - Math.min(SLOWEST, sweep))));
            }
        }
        steps = 1;
        errorAtStart = error;
    }
}
