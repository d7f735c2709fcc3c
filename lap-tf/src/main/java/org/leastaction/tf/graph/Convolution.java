package org.leastaction.tf.graph;

import org.leastaction.tf.graph.Layers.Bias;

/**
 * The sizes of a convolution over images with a square kernel, padded by half the kernel on every side as PyTorch does.
 *
 * @param inputs  channels that come in
 * @param outputs channels that go out
 * @param size    side of the kernel, odd
 * @param stride  step of the kernel in both directions
 * @param groups  parts of the channels that do not see one another; divides inputs and outputs
 */
public record Convolution(int inputs, int outputs, int size, int stride, int groups, Bias bias) {

    /** @throws IllegalArgumentException if the kernel is even or the groups do not divide the channels */
    public Convolution {
        if (size % 2 == 0) {
            throw new IllegalArgumentException("a kernel of side " + size + " has no middle");
        }
        if (inputs % groups != 0 || outputs % groups != 0) {
            throw new IllegalArgumentException(
                    groups + " groups do not divide " + inputs + " and " + outputs + " channels");
        }
    }

    /** Stride 1, one group, no bias. */
    public static Convolution of(int inputs, int outputs, int size) {
        return new Convolution(inputs, outputs, size, 1, 1, Bias.WITHOUT);
    }

    public Convolution withStride(int newStride) {
        return new Convolution(inputs, outputs, size, newStride, groups, bias);
    }

    public Convolution withGroups(int newGroups) {
        return new Convolution(inputs, outputs, size, stride, newGroups, bias);
    }

    public Convolution withBias() {
        return new Convolution(inputs, outputs, size, stride, groups, Bias.WITH);
    }

    /** Numbers of which one output is a sum. */
    int summed() {
        return size * size * (inputs / groups);
    }

    /** The same of the transposed convolution, as PyTorch counts it: from its kernel's second dimension. */
    int transposedSummed() {
        return size * size * outputs;
    }

    /** What is added on every side. */
    int border() {
        return size / 2;
    }
}
