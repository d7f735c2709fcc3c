package org.leastaction.flow;

import org.leastaction.points.FloatPoints;

/** Role 'differentiate the loss': how the loss of each input changes with that input, as attacks and margins need it. */
public interface LossGradients extends Derivatives {

    /**
     * ∂ℓ(xᵢ, yᵢ)/∂xᵢ for every i, with ℓ the cross entropy −ln p(yᵢ | xᵢ) of F∘T∘φ in nats. Of each point alone: neither
     * summed nor averaged over the batch.
     *
     * @param inputs x, [n, inputDimension]
     * @param labels y, [n], from 0 to classes − 1
     * @return [n, inputDimension]
     * @throws IllegalArgumentException if there is no input, one of another dimension, another number of labels, or a
     *     label that is no class
     * @throws IllegalStateException    if the model is closed
     */
    FloatPoints lossGradients(FloatPoints inputs, int[] labels);
}
