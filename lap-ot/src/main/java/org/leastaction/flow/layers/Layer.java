package org.leastaction.flow.layers;

import java.util.List;
import java.util.Optional;

/**
 * One layer of a network in inference: it computes one named tensor from others.
 *
 * <p>Shapes are those of one point, without the batch: [height, width, channels] for an image, [d] for a row.
 */
public sealed interface Layer {

    /** Names of its input tensors. */
    List<String> inputs();

    /** Name of its output tensor. */
    String output();

    /**
     * The shape of its output.
     *
     * @param inputs shapes of its inputs, in the order of {@link #inputs}
     * @throws IllegalArgumentException if it does not accept them; the message states what would fit
     */
    List<Integer> shape(List<List<Integer>> inputs);

    /** A layer that takes one tensor. */
    sealed interface OfOneInput extends Layer {

        /** Name of its input tensor. */
        String input();

        @Override
        default List<String> inputs() {
            return List.of(input());
        }
    }

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

    /** The mean of each channel over an image: [height, width, channels] to [channels]. */
    public record ChannelMeans(String input, String output) implements OfOneInput {

        @Override
        public List<Integer> shape(List<List<Integer>> inputs) {
            Shapes.requireImage("a mean over an image", inputs.get(0));
            return List.of(Shapes.channels(inputs.get(0)));
        }
    }

    /** max(x, 0). */
    public record Relu(String input, String output) implements OfOneInput {

        @Override
        public List<Integer> shape(List<List<Integer>> inputs) {
            return inputs.get(0);
        }
    }

    /** factor · x, such as the time step of a residue. */
    public record Scaling(String input, String output, float factor) implements OfOneInput {

        /** @throws IllegalArgumentException if the factor is not finite */
        public Scaling {
            if (!Float.isFinite(factor)) {
                throw new IllegalArgumentException("a factor is finite, not " + factor);
            }
        }

        @Override
        public List<Integer> shape(List<List<Integer>> inputs) {
            return inputs.get(0);
        }
    }

    /**
     * The elements of a point as one row, [d]; those of an image in the order height, width, channels, channels
     * innermost.
     */
    public record Flattening(String input, String output) implements OfOneInput {

        @Override
        public List<Integer> shape(List<List<Integer>> inputs) {
            return List.of(Shapes.size(inputs.get(0)));
        }
    }

    /**
     * xᵀ·kernel + bias.
     *
     * @param kernel [inputs, outputs]
     * @param bias   [outputs]; empty for none
     */
    public record Dense(String input, String output, LayerWeights kernel, Optional<LayerWeights> bias)
            implements OfOneInput {

        /** @throws IllegalArgumentException if the weights have other shapes */
        public Dense {
            if (kernel.shape().size() != 2) {
                throw new IllegalArgumentException(
                        "the kernel has the shape " + kernel.shape() + ", not [inputs, outputs]");
            }
            int outputs = kernel.shape().get(1);
            bias.ifPresent(one -> one.require("bias", List.of(outputs)));
        }

        @Override
        public List<Integer> shape(List<List<Integer>> inputs) {
            if (!inputs.get(0).equals(kernel.shape().subList(0, 1))) {
                throw new IllegalArgumentException(
                        "a dense layer takes " + kernel.shape().subList(0, 1) + ", not " + inputs.get(0));
            }
            return kernel.shape().subList(1, 2);
        }
    }

    /**
     * (x − mean) / √(variance + ε) · scale + shift for each channel, the last extent of a point, with running
     * statistics (Ioffe and Szegedy 2015, in inference).
     *
     * @param mean     [channels]
     * @param variance [channels]
     * @param scale    [channels]
     * @param shift    [channels]
     * @param epsilon  ε, at least 0
     */
    public record BatchNormalisation(
            String input, String output, LayerWeights mean, LayerWeights variance, LayerWeights scale,
            LayerWeights shift, float epsilon)
            implements OfOneInput {

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
        public List<Integer> shape(List<List<Integer>> inputs) {
            int channels = Shapes.channels(inputs.get(0));
            if (channels != mean.size()) {
                throw new IllegalArgumentException(
                        "a normalisation takes " + mean.size() + " channels, not " + channels);
            }
            return inputs.get(0);
        }
    }

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
            String input, String output, LayerWeights kernel, Optional<LayerWeights> bias, int stride, int border,
            int groups)
            implements OfOneInput {

        /** @throws IllegalArgumentException if the weights have other shapes or a number is out of range */
        public Convolution {
            if (kernel.shape().size() != 4) {
                throw new IllegalArgumentException(
                        "the kernel has the shape " + kernel.shape()
                                + ", not [height, width, inputs / groups, outputs]");
            }
            int outputs = kernel.shape().get(3);
            bias.ifPresent(one -> one.require("bias", List.of(outputs)));
            if (stride < 1 || border < 0 || groups < 1 || outputs % groups != 0) {
                throw new IllegalArgumentException("no convolution to " + outputs + " channels has the stride " + stride
                        + ", a border of " + border + " and " + groups + " groups");
            }
        }

        @Override
        public List<Integer> shape(List<List<Integer>> inputs) {
            List<Integer> image = inputs.get(0);
            Shapes.requireImage("a convolution", image);
            int channels = kernel.shape().get(2) * groups;
            if (image.get(2) != channels) {
                throw new IllegalArgumentException(
                        "a convolution takes " + channels + " channels, not " + image.get(2));
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

    /** Checks of shapes of single points. */
    static final class Shapes {

        private Shapes() {}

        static boolean isImage(List<Integer> shape) {
            return shape.size() == 3;
        }

        static int channels(List<Integer> shape) {
            return shape.get(shape.size() - 1);
        }

        static int size(List<Integer> shape) {
            return shape.stream().reduce(1, Math::multiplyExact);
        }

        /** @throws IllegalArgumentException if a shape is not that of an image, [height, width, channels] */
        static void requireImage(String what, List<Integer> shape) {
            if (!isImage(shape)) {
                throw new IllegalArgumentException(what + " takes [height, width, channels], not " + shape);
            }
        }
    }
}
