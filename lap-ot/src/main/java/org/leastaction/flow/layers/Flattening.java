package org.leastaction.flow.layers;

import java.util.List;

/**
 * The elements of a point as one row, [d]; those of an image in the order height, width, channels, channels innermost.
 */
public record Flattening(String input, String output) implements Layer {

    @Override
    public List<String> inputs() {
        return List.of(input);
    }

    @Override
    public List<Integer> shape(List<List<Integer>> inputs) {
        return List.of(Shapes.size(inputs.get(0)));
    }
}
