package org.leastaction.flow.layers;

import java.util.List;
import java.util.Optional;

/**
 * A convolution over images in the sense of neural networks (a cross-correlation): the kernel is not mirrored. An
 * output channel depends on the input channels of its own group.
 *
 * @param kernel [height, width, inputs / groups, outputs]
 * @param bias   [outputs]; empty for none
 * @param stride step in both directions, at least 1
 * @param border width of the zero padding on every side, at least 0
 * @param groups number of independent channel groups; divides the outputs
 */
public record Convolution(
        String input, String output, LayerWeights kernel, Optional<LayerWeights> bias, int stride, int border, int groups)
        implements Layer {

    /** @throws IllegalArgumentException if the weights have other shapes or a number is out of range */
    public Convolution {
        if (kernel.shape().size() != 4) {
            throw new IllegalArgumentException(
                    "the kernel has the shape " + kernel.shape() + ", not [height, width, inputs / groups, outputs]");
        }
        int outputs = kernel.shape().get(3);
        bias.ifPresent(one -> one.require("bias", List.of(outputs)));
        if (stride < 1 || border < 0 || groups < 1 || outputs % groups != 0) {
            throw new IllegalArgumentException("no convolution to " + outputs + " channels has the stride " + stride
                    + ", a border of " + border + " and " + groups + " groups");
        }
    }

    @Override
    public List<String> inputs() {
        return List.of(input);
    }

    @Override
    public List<Integer> shape(List<List<Integer>> inputs) {
        List<Integer> image = inputs.get(0);
        Shapes.requireImage("a convolution", image);
        int channels = kernel.shape().get(2) * groups;
        if (image.get(2) != channels) {
            throw new IllegalArgumentException("a convolution takes " + channels + " channels, not " + image.get(2));
        }
        return List.of(extent(image.get(0), kernel.shape().get(0)), extent(image.get(1), kernel.shape().get(1)),
                kernel.shape().get(3));
    }

    private int extent(int of, int kernelExtent) {
        int left = of + 2 * border - kernelExtent;
        if (left < 0) {
            throw new IllegalArgumentException(
                    "a kernel of " + kernelExtent + " is wider than an image of " + of + " with its border");
        }
        return left / stride + 1;
    }
}
