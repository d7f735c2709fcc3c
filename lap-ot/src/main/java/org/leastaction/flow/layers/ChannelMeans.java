package org.leastaction.flow.layers;

import java.util.List;

/** The mean of each channel over an image: [height, width, channels] to [channels]. */
public record ChannelMeans(String input, String output) implements Layer {

    @Override
    public List<String> inputs() {
        return List.of(input);
    }

    @Override
    public List<Integer> shape(List<List<Integer>> inputs) {
        Shapes.requireImage("a mean over an image", inputs.get(0));
        return List.of(Shapes.channels(inputs.get(0)));
    }
}
