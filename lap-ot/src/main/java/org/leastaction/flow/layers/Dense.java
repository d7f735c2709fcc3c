package org.leastaction.flow.layers;

import java.util.List;
import java.util.Optional;

/**
 * xᵀ·kernel + bias.
 *
 * @param kernel [inputs, outputs]
 * @param bias   [outputs]; empty for none
 */
public record Dense(String input, String output, LayerWeights kernel, Optional<LayerWeights> bias) implements Layer {

    /** @throws IllegalArgumentException if the weights have other shapes */
    public Dense {
        if (kernel.shape().size() != 2) {
            throw new IllegalArgumentException("the kernel has the shape " + kernel.shape() + ", not [inputs, outputs]");
        }
        int outputs = kernel.shape().get(1);
        bias.ifPresent(one -> one.require("bias", List.of(outputs)));
    }

    @Override
    public List<String> inputs() {
        return List.of(input);
    }

    @Override
    public List<Integer> shape(List<List<Integer>> inputs) {
        if (!inputs.get(0).equals(kernel.shape().subList(0, 1))) {
            throw new IllegalArgumentException(
                    "a dense layer takes " + kernel.shape().subList(0, 1) + ", not " + inputs.get(0));
        }
        return kernel.shape().subList(1, 2);
    }
}
