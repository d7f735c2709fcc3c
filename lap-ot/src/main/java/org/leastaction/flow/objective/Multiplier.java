package org.leastaction.flow.objective;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The multiplier λ of an objective: its initial value and its growth by Uzawa's algorithm (section 5.3 of the paper).
 * At every s-th batch, before that batch's step, λ ← λ + τ·CE of that batch. λ is therefore never negative.
 *
 * @param start initial λ, at least 0, and above 0 if λ grows; NaN for an objective without λ
 * @param tau   τ, at least 0
 * @param steps s, batches between two updates; 0 if λ never changes
 */
public record Multiplier(double start, double tau, int steps) {

    /** The growth of λ as written in formulas. */
    static final String GROWTH = ", λ ← λ + τ·CE every s steps";

    /** @throws IllegalArgumentException for values outside the ranges above */
    public Multiplier {
        if (steps < 0 || (steps == 0 && tau != 0)) {
            throw new IllegalArgumentException("the steps between two updates must be at least 1, not " + steps);
        }
        if (!(tau >= 0) || Double.isInfinite(tau)) {
            throw new IllegalArgumentException("tau must be finite and at least 0, not " + tau);
        }
        if ((steps > 0 && !(start > 0)) || start < 0 || Double.isInfinite(start)) {
            throw new IllegalArgumentException("lambda must be finite and "
                    + (steps > 0 ? "above 0" : "at least 0") + ", not " + start);
        }
    }

    /** No λ: it is recorded as NaN, and the objective receives null for it. */
    public static Multiplier none() {
        return new Multiplier(Double.NaN, 0, 0);
    }

    /** A λ that never changes, finite and at least 0. */
    public static Multiplier constant(double lambda) {
        if (Double.isNaN(lambda)) {
            throw new IllegalArgumentException("lambda must be finite and at least 0, not " + lambda);
        }
        return new Multiplier(lambda, 0, 0);
    }

    /**
     * A λ that grows by τ·CE at every s-th batch.
     *
     * @param lambda0 λ₀, above 0
     * @param tau     τ, at least 0
     * @param steps   s, at least 1
     */
    public static Multiplier uzawa(double lambda0, double tau, int steps) {
        if (!(lambda0 > 0) || Double.isInfinite(lambda0)) {
            throw new IllegalArgumentException("lambda0 must be finite and above 0, not " + lambda0);
        }
        if (steps < 1) {
            throw new IllegalArgumentException("the steps between two updates must be at least 1, not " + steps);
        }
        return new Multiplier(lambda0, tau, steps);
    }

    /** Whether there is a λ. */
    public boolean exists() {
        return !Double.isNaN(start);
    }

    /** Whether λ can change. */
    public boolean grows() {
        return steps > 0;
    }

    /** Whether λ is updated before a step, counted from 1 over all epochs. */
    public boolean growsAt(long step) {
        return grows() && step % steps == 0;
    }

    /** λ₀, τ and s by their names on the command line. */
    Map<String, Object> parameters() {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("lambda0", start);
        parameters.put("tau", tau);
        parameters.put("uzawa-steps", steps);
        return parameters;
    }
}
