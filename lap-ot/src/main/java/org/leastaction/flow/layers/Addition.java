package org.leastaction.flow.layers;

import java.util.List;

/** one + other, of equal shapes. */
public record Addition(String one, String other, String output) implements Layer {

    @Override
    public List<String> inputs() {
        return List.of(one, other);
    }

    @Override
    public List<Integer> shape(List<List<Integer>> inputs) {
        if (!inputs.get(0).equals(inputs.get(1))) {
            throw new IllegalArgumentException(
                    "an addition takes tensors of one shape, not " + inputs.get(0) + " and " + inputs.get(1));
        }
        return inputs.get(0);
    }
}
