package org.leastaction.tf.graph;

import java.util.List;
import org.leastaction.tf.graph.Layers.Mode;
import org.leastaction.tf.graph.Parameter.Change;
import org.leastaction.tf.graph.Parameter.Start;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.nn.FusedBatchNorm;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TNumber;

/** Layers of one network: tensors are [batch, channels] or images [batch, height, width, channels]. */
public final class SingleLayers extends Layers {

    private static final List<Long> UNIT = List.of(1L, 1L, 1L, 1L);

    private final Convolutions convolutions;

    SingleLayers(Ops tf, Mode mode, Parameters parameters, Convolutions convolutions) {
        super(tf, mode, parameters);
        this.convolutions = convolutions;
    }

    @Override
    public Layers inInference() {
        return new SingleLayers(tf, Mode.INFERENCE, parameters, Convolutions.DIRECT);
    }

    @Override
    public Operand<TFloat32> dense(String name, Operand<TFloat32> x, int inputs, int outputs, Bias bias) {
        Operand<TFloat32> product = tf.linalg.matMul(x, weight(name + "/kernel", List.of(inputs, outputs)));
        return bias == Bias.WITHOUT ? product : tf.nn.biasAdd(product, bias(name, List.of(outputs), inputs));
    }

    @Override
    public Operand<TFloat32> fixedLinear(String name, Operand<TFloat32> x, int inputs, int outputs) {
        return tf.linalg.matMul(
                x, value(name + "/kernel", List.of(inputs, outputs), Start.DIAGONAL, Change.NEVER));
    }

    @Override
    public Operand<TFloat32> fixedRandomLinear(String name, Operand<TFloat32> x, int inputs, int outputs) {
        Operand<TFloat32> product =
                tf.linalg.matMul(x, fixedRandom(name + "/kernel", List.of(inputs, outputs), inputs));
        return tf.nn.biasAdd(product, fixedRandom(name + "/bias", List.of(outputs), inputs));
    }

    /**
     * Points as images.
     *
     * @param points [.., height · width · channels]
     * @param shape  height, width and channels
     * @return [batch, height, width, channels]
     */
    public Operand<TFloat32> images(Operand<TFloat32> points, List<Integer> shape) {
        return tf.reshape(points, tf.constant(new int[] {-1, shape.get(0), shape.get(1), shape.get(2)}));
    }

    /**
     * A convolution.
     *
     * @param x [batch, height, width, inputs]
     * @return [batch, ⌈height / stride⌉, ⌈width / stride⌉, outputs]
     */
    public Operand<TFloat32> convolution(String name, Operand<TFloat32> x, ConvolutionSizes sizes) {
        Operand<TFloat32> convolved = strided(x, sizes, weight(name + "/kernel", List.of(
                sizes.size(), sizes.size(), sizes.inputs() / sizes.groups(), sizes.outputs())));
        return sizes.bias() == Bias.WITHOUT
                ? convolved
                : tf.nn.biasAdd(convolved, bias(name, List.of(sizes.outputs()), sizes.summed()));
    }

    private Operand<TFloat32> strided(Operand<TFloat32> x, ConvolutionSizes sizes, Operand<TFloat32> kernel) {
        if (convolutions == Convolutions.TILED && WinogradConvolution.pays(sizes, x.shape())) {
            return WinogradConvolution.of(tf, x, kernel, sizes);
        }
        // SAME would pad a strided convolution on one side only, and the gradient of EXPLICIT padding is wrong.
        Operand<TFloat32> framed = sizes.stride() == 1 ? x : padded(x, sizes.border());
        // TensorFlow has no grouped convolutions of bfloat16 without oneDNN's, which older processors lack.
        if (convolutions == Convolutions.BFLOAT16 && sizes.groups() == 1) {
            Operand<TBfloat16> convolved = direct(
                    tf.dtypes.cast(framed, TBfloat16.class), sizes, tf.dtypes.cast(kernel, TBfloat16.class));
            return tf.dtypes.cast(convolved, TFloat32.class);
        }
        return direct(framed, sizes, kernel);
    }

    /** By TensorFlow's operation, of images that are padded if the stride is not 1. */
    private <T extends TNumber> Operand<T> direct(Operand<T> x, ConvolutionSizes sizes, Operand<T> kernel) {
        if (sizes.stride() == 1) {
            return tf.nn.conv2d(x, kernel, UNIT, "SAME");
        }
        if (sizes.size() == 1) {
            // Subsample first: oneDNN's strided 1 × 1 convolutions of fewer than 8 channels write past their memory.
            return tf.nn.conv2d(tf.nn.avgPool(x, UNIT, strides(sizes), "VALID"), kernel, UNIT, "VALID");
        }
        return tf.nn.conv2d(x, kernel, strides(sizes), "VALID");
    }

    /**
     * The transpose of a convolution without bias, plus a bias. It maps images of the convolution's output size to its
     * input size.
     *
     * @param x      [batch, ⌈height / stride⌉, ⌈width / stride⌉, inputs]
     * @param sizes  of the transposed convolution: its kernel [size, size, outputs, inputs] is that of the convolution
     *               that it transposes
     * @param height of the output images
     * @param width  of the output images
     * @return [batch, height, width, outputs]
     */
    public Operand<TFloat32> transposedConvolution(
            String name, Operand<TFloat32> x, ConvolutionSizes sizes, int height, int width) {
        int border = sizes.border();
        Operand<TInt32> paddedShape = tf.concat(
                List.of(
                        tf.shape.size(tf.shape(x), tf.constant(0)),
                        tf.constant(new int[] {height + 2 * border, width + 2 * border, sizes.outputs()})),
                tf.constant(0));
        Operand<TFloat32> padded = tf.nn.conv2dBackpropInput(
                paddedShape,
                weight(name + "/kernel", List.of(sizes.size(), sizes.size(), sizes.outputs(), sizes.inputs())),
                x,
                strides(sizes),
                "VALID");
        Operand<TFloat32> cropped = tf.slice(
                padded,
                tf.constant(new int[] {0, border, border, 0}),
                tf.constant(new int[] {-1, height, width, sizes.outputs()}));
        return sizes.bias() == Bias.WITHOUT
                ? cropped
                : tf.nn.biasAdd(cropped, bias(name, List.of(sizes.outputs()), sizes.transposedSummed()));
    }

    /**
     * The mean of each channel over an image.
     *
     * @param x [batch, height, width, channels]
     * @return [batch, channels]
     */
    public Operand<TFloat32> channelMeans(Operand<TFloat32> x) {
        return tf.math.mean(x, tf.constant(new int[] {1, 2}));
    }

    /** centre + half range · x, with an untrained pair per channel. */
    public Operand<TFloat32> stretched(
            String centre, String halfRange, Operand<TFloat32> x, int channels) {
        List<Integer> shape = List.of(channels);
        return tf.math.add(
                value(centre, shape, Start.ZERO, Change.NEVER),
                tf.math.mul(value(halfRange, shape, Start.ONE, Change.NEVER), x));
    }

    private Operand<TFloat32> padded(Operand<TFloat32> x, int border) {
        return border == 0
                ? x
                : tf.pad(
                        x,
                        tf.constant(new int[][] {{0, 0}, {border, border}, {border, border}, {0, 0}}),
                        tf.constant(0f));
    }

    private static List<Long> strides(ConvolutionSizes sizes) {
        return List.of(1L, (long) sizes.stride(), (long) sizes.stride(), 1L);
    }

    @Override
    public Operand<TFloat32> batchNorm(String name, Operand<TFloat32> x, int channels) {
        boolean image = x.shape().numDimensions() == 4;
        Operand<TFloat32> normalised =
                fusedBatchNorm(name, image ? x : tf.reshape(x, tf.constant(new int[] {-1, 1, 1, channels})), channels);
        return image ? normalised : tf.reshape(normalised, tf.constant(new int[] {-1, channels}));
    }

    private Operand<TFloat32> fusedBatchNorm(String name, Operand<TFloat32> image, int channels) {
        List<Integer> shape = List.of(channels);
        Operand<TFloat32> scale = value(name + "/scale", shape, Start.ONE, Change.GRADIENT);
        Operand<TFloat32> shift = value(name + "/shift", shape, Start.ZERO, Change.GRADIENT);
        boolean training = mode == Mode.TRAINING;
        Operand<TFloat32> none = tf.constant(new float[0]);
        FusedBatchNorm<TFloat32, TFloat32> norm = tf.nn.fusedBatchNorm(
                image,
                scale,
                shift,
                training ? none : runningMean(name, shape),
                training ? none : runningVariance(name, shape),
                FusedBatchNorm.isTraining(training),
                FusedBatchNorm.epsilon(EPSILON));
        if (training) {
            follow(name + "/running_mean", shape, Start.ZERO, norm.batchMean());
            follow(name + "/running_variance", shape, Start.ONE, norm.batchVariance());
        }
        return norm.y();
    }
}
