package org.leastaction.flow.layers;

import java.util.List;

/** max(x, 0). */
public record Relu(String input, String output) implements Layer {

    @Override
    public List<String> inputs() {
        return List.of(input);
    }

    @Override
    public List<Integer> shape(List<List<Integer>> inputs) {
        return inputs.get(0);
    }
}
