package org.leastaction.flow.layers;

import java.util.List;

/**
 * (x − mean) / √(variance + ε) · scale + shift for each channel, the last extent of a point, with running statistics
 * (Ioffe and Szegedy 2015, in inference).
 *
 * @param mean     [channels]
 * @param variance [channels]
 * @param scale    [channels]
 * @param shift    [channels]
 * @param epsilon  ε, at least 0
 */
public record BatchNormalisation(
        String input, String output, LayerWeights mean, LayerWeights variance, LayerWeights scale, LayerWeights shift, float epsilon)
        implements Layer {

    /** @throws IllegalArgumentException if the weights have other shapes, or ε is negative or not finite */
    public BatchNormalisation {
        if (mean.shape().size() != 1) {
            throw new IllegalArgumentException("the mean has the shape " + mean.shape() + ", not [channels]");
        }
        variance.require("variance", mean.shape());
        scale.require("scale", mean.shape());
        shift.require("shift", mean.shape());
        if (!(epsilon >= 0) || Float.isInfinite(epsilon)) {
            throw new IllegalArgumentException("ε is finite and at least 0, not " + epsilon);
        }
    }

    @Override
    public List<String> inputs() {
        return List.of(input);
    }

    @Override
    public List<Integer> shape(List<List<Integer>> inputs) {
        int channels = Shapes.channels(inputs.get(0));
        if (channels != mean.size()) {
            throw new IllegalArgumentException(
                    "a normalisation takes " + mean.size() + " channels, not " + channels);
        }
        return inputs.get(0);
    }
}
