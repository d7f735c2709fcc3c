package org.leastaction.flow.layers;

import java.util.List;

/** The numbers of a point as one row, [d]; of an image by height, width and channels, the channels innermost. */
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
