package org.leastaction.ot.entropic;

import java.util.Objects;

/**
 * The debiased divergence and the results of its three problems. Immutable.
 *
 * @param between from x to y
 * @param withinX from x to itself
 * @param withinY from y to itself
 */
public record SinkhornDivergence(EntropicResult between, EntropicResult withinX, EntropicResult withinY) {

    public SinkhornDivergence {
        Objects.requireNonNull(between, "between");
        Objects.requireNonNull(withinX, "withinX");
        Objects.requireNonNull(withinY, "withinY");
    }

    /**
     * S = OT_ε(a, b) − ½ OT_ε(a, a) − ½ OT_ε(b, b), each from its dual value, whose error is of second order in the
     * marginal error. Negative by no more than that.
     */
    public double value() {
        return between.dual() - (withinX.dual() + withinY.dual()) / 2;
    }

    /** Whether all three converged: the worst of them. */
    public Convergence convergence() {
        for (EntropicResult result : new EntropicResult[] {between, withinX, withinY}) {
            if (result.convergence() instanceof Convergence.Stopped stopped) {
                return stopped;
            }
        }
        return between.convergence();
    }
}
