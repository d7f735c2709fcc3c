package org.leastaction.tf.graph;

import org.leastaction.tf.graph.Layers.Bias;

/**
 * The sizes of a convolution over images with a square kernel, padded by half the kernel on every side as PyTorch does.
 *
 * @param inputs  input channels
 * @param outputs output channels
 * @param size    side of the kernel, odd
 * @param stride  step of the kernel in both directions
 * @param groups  number of groups of channels that are convolved separately; divides inputs and outputs
 */
public record ConvolutionSizes(int inputs, int outputs, int size, int stride, int groups, Bias bias) {

    /** @throws IllegalArgumentException if the kernel is even or the groups do not divide the channels */
    public ConvolutionSizes {
        if (size % 2 == 0) {
            throw new IllegalArgumentException("a kernel of side " + size + " has no middle");
        }
        if (inputs % groups != 0 || outputs % groups != 0) {
            throw new IllegalArgumentException(
                    groups + " groups do not divide " + inputs + " and " + outputs + " channels");
        }
    }

    /** Stride 1, one group, no bias. */
    public static ConvolutionSizes of(int inputs, int outputs, int size) {
        return new ConvolutionSizes(inputs, outputs, size, 1, 1, Bias.WITHOUT);
    }

    public ConvolutionSizes withStride(int newStride) {
        return new ConvolutionSizes(inputs, outputs, size, newStride, groups, bias);
    }

    public ConvolutionSizes withGroups(int newGroups) {
        return new ConvolutionSizes(inputs, outputs, size, stride, newGroups, bias);
    }

    public ConvolutionSizes withBias() {
        return new ConvolutionSizes(inputs, outputs, size, stride, groups, Bias.WITH);
    }

    /** Fan-in: the number of terms of one output. */
    int summed() {
        return size * size * (inputs / groups);
    }

    /** Fan-in of the transposed convolution, as PyTorch counts it: from the second dimension of its kernel. */
    int transposedSummed() {
        return size * size * outputs;
    }

    /** Padding on every side. */
    int border() {
        return size / 2;
    }
}
