package org.leastaction.tf.graph;

import java.util.List;
import org.leastaction.tf.graph.Parameter.Change;
import org.leastaction.tf.graph.Parameter.Start;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.nn.FusedBatchNorm;
import org.tensorflow.types.TFloat32;

/** Layers of one network: tensors are [batch, channels] or images [batch, height, width, channels]. */
public final class SingleLayers extends Layers {

    SingleLayers(Ops tf, Mode mode, Parameters parameters) {
        super(tf, mode, parameters);
    }

    @Override
    public Operand<TFloat32> dense(String name, Operand<TFloat32> x, int inputs, int outputs, Bias bias) {
        Operand<TFloat32> product = tf.linalg.matMul(x, weight(name + "/kernel", List.of(inputs, outputs)));
        return bias == Bias.WITHOUT ? product : tf.nn.biasAdd(product, bias(name, outputs));
    }

    @Override
    public Operand<TFloat32> fixedLinear(String name, Operand<TFloat32> x, int inputs, int outputs) {
        return tf.linalg.matMul(
                x, value(name + "/kernel", List.of(inputs, outputs), Start.DIAGONAL, Change.NEVER));
    }

    /**
     * A convolution over images, padded by half the kernel on every side as PyTorch does.
     *
     * @param x [batch, height, width, inputs]
     * @param size side of the square kernel, odd
     * @param stride step of the kernel in both directions
     * @return [batch, ⌈height / stride⌉, ⌈width / stride⌉, outputs]
     */
    public Operand<TFloat32> convolution(
            String name, Operand<TFloat32> x, int inputs, int outputs, int size, int stride, Bias bias) {
        Operand<TFloat32> padded = x;
        String padding = "SAME";
        if (stride > 1) {
            // SAME would pad a strided convolution on one side only, and EXPLICIT padding has no right gradient.
            int border = size / 2;
            padded = tf.pad(
                    x,
                    tf.constant(new int[][] {{0, 0}, {border, border}, {border, border}, {0, 0}}),
                    tf.constant(0f));
            padding = "VALID";
        }
        Operand<TFloat32> convolved = tf.nn.conv2d(
                padded,
                weight(name + "/kernel", List.of(size, size, inputs, outputs)),
                List.of(1L, (long) stride, (long) stride, 1L),
                padding);
        return bias == Bias.WITHOUT ? convolved : tf.nn.biasAdd(convolved, bias(name, outputs));
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

    private Operand<TFloat32> bias(String name, int outputs) {
        return value(name + "/bias", List.of(outputs), Start.ZERO, Change.GRADIENT);
    }
}
