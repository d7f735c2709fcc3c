package org.leastaction.flow;

import org.leastaction.points.FloatPoints;

/** Role 'differentiate the loss': gradients of the loss with respect to each input, for attacks and margins. */
public interface LossGradients extends Derivatives {

    /**
     * ∂ℓ(xᵢ, yᵢ)/∂xᵢ for every i, with ℓ the cross entropy −ln p(yᵢ | xᵢ) of F∘T∘φ in nats. One gradient per point:
     * neither summed nor averaged over the batch.
     *
     * @param inputs x, [n, inputDimension]
     * @param labels y, [n], from 0 to classes − 1
     * @return [n, inputDimension]
     * @throws IllegalArgumentException if there is no input, the dimension or the number of labels is wrong, or a label
     *                                  is not a class
     * @throws IllegalStateException    if the model is closed
     */
    FloatPoints lossGradients(FloatPoints inputs, int[] labels);

    /**
     * ∂(Σ_c wᵢ_c ln p(c | xᵢ))/∂xᵢ for every i: the gradient of any loss that is a function of the log-probabilities, w
     * being the loss's derivatives with respect to them.
     *
     * <p>This implementation adds one gradient of the cross entropy for each weight that is not 0; a model that
     * differentiates in one backward pass overrides it.
     *
     * @param inputs  x, [n, inputDimension]
     * @param weights w, [n, classes]
     * @return [n, inputDimension]
     * @throws IllegalArgumentException if there is no input, or a dimension or the number of weights is wrong
     * @throws IllegalStateException    if the model is closed
     */
    default FloatPoints scoreGradients(FloatPoints inputs, FloatPoints weights) {
        return SummedGradients.of(this, inputs, weights);
    }
}
