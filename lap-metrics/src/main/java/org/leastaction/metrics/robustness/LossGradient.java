package org.leastaction.metrics.robustness;

import org.leastaction.points.FloatPoints;

/** The direction in which the loss of each input rises fastest. */
@FunctionalInterface
public interface LossGradient {

    /**
     * The gradient of −ln p(labelᵢ | xᵢ) with respect to xᵢ, for every i.
     *
     * @param inputs [n, d], n ≥ 1, in the units of the {@link InputRange}
     * @param labels n classes
     * @return [n, d]
     */
    FloatPoints gradient(FloatPoints inputs, int[] labels);
}
