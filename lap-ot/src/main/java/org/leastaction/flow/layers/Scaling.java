package org.leastaction.flow.layers;

import java.util.List;

/** factor · x, such as the time step of a residue. */
public record Scaling(String input, String output, float factor) implements Layer {

    /** @throws IllegalArgumentException if the factor is not finite */
    public Scaling {
        if (!Float.isFinite(factor)) {
            throw new IllegalArgumentException("a factor is finite, not " + factor);
        }
    }

    @Override
    public List<String> inputs() {
        return List.of(input);
    }

    @Override
    public List<Integer> shape(List<List<Integer>> inputs) {
        return inputs.get(0);
    }
}
