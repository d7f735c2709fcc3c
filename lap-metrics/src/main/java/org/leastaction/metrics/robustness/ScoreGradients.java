package org.leastaction.metrics.robustness;

import org.leastaction.points.FloatPoints;

/** Gradients of weighted sums of log-probabilities, from which those of every loss of an attack are made. */
@FunctionalInterface
public interface ScoreGradients {

    /**
     * ∇ Σ_c wᵢ_c ln p(c | xᵢ) with respect to xᵢ, for every i.
     *
     * @param inputs  x, [n, d], n ≥ 1, in the units of the {@link InputRange}
     * @param weights w, [n, classes]
     * @return [n, d]
     */
    FloatPoints of(FloatPoints inputs, FloatPoints weights);
}
