package org.leastaction.tf.graph;

import java.util.List;
import org.leastaction.tf.graph.Parameter.Change;
import org.leastaction.tf.graph.Parameter.Start;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.math.Mean;
import org.tensorflow.types.TFloat32;

/** Layers of many instances: tensors are [instances, batch, channels], parameters [instances, …]. */
public final class StackedLayers extends Layers {

    StackedLayers(Ops tf, Mode mode, Parameters parameters) {
        super(tf, mode, parameters);
    }

    @Override
    public Layers inInference() {
        return new StackedLayers(tf, Mode.INFERENCE, parameters);
    }

    @Override
    public Operand<TFloat32> dense(String name, Operand<TFloat32> x, int inputs, int outputs, Bias bias) {
        Operand<TFloat32> product =
                tf.train.batchMatMul(x, weight(name + "/kernel", List.of(inputs, outputs)), TFloat32.class);
        return bias == Bias.WITHOUT
                ? product
                : tf.math.add(product, bias(name, List.of(1, outputs), inputs));
    }

    @Override
    public Operand<TFloat32> fixedLinear(String name, Operand<TFloat32> x, int inputs, int outputs) {
        return tf.train.batchMatMul(
                x, value(name + "/kernel", List.of(inputs, outputs), Start.DIAGONAL, Change.NEVER), TFloat32.class);
    }

    @Override
    public Operand<TFloat32> fixedRandomLinear(String name, Operand<TFloat32> x, int inputs, int outputs) {
        Operand<TFloat32> product = tf.train.batchMatMul(
                x, fixedRandom(name + "/kernel", List.of(inputs, outputs), inputs), TFloat32.class);
        return tf.math.add(product, fixedRandom(name + "/bias", List.of(1, outputs), inputs));
    }

    @Override
    public Operand<TFloat32> batchNorm(String name, Operand<TFloat32> x, int channels) {
        List<Integer> shape = List.of(1, channels);
        Operand<TFloat32> mean;
        Operand<TFloat32> variance;
        if (mode == Mode.TRAINING) {
            mean = tf.math.mean(x, tf.constant(1), Mean.keepDims(true));
            variance = tf.math.mean(tf.math.square(tf.math.sub(x, mean)), tf.constant(1), Mean.keepDims(true));
            follow(name + "/running_mean", shape, Start.ZERO, mean);
            follow(name + "/running_variance", shape, Start.ONE, tf.math.mul(variance, besselCorrection(x)));
        } else {
            mean = runningMean(name, shape);
            variance = runningVariance(name, shape);
        }
        return normalised(name, shape, x, mean, variance);
    }

    /** (x − mean) / √(variance + ε) · scale + shift. */
    private Operand<TFloat32> normalised(
            String name, List<Integer> shape, Operand<TFloat32> x, Operand<TFloat32> mean, Operand<TFloat32> variance) {
        Operand<TFloat32> factor = tf.math.mul(
                tf.math.rsqrt(tf.math.add(variance, tf.constant(EPSILON))),
                value(name + "/scale", shape, Start.ONE, Change.GRADIENT));
        return tf.math.add(
                tf.math.mul(tf.math.sub(x, mean), factor), value(name + "/shift", shape, Start.ZERO, Change.GRADIENT));
    }

    /** n / (n − 1) of the batch, 1 for a batch of one point. */
    private Operand<TFloat32> besselCorrection(Operand<TFloat32> x) {
        Operand<TFloat32> n = tf.dtypes.cast(tf.shape.size(tf.shape(x), tf.constant(1)), TFloat32.class);
        return tf.math.div(n, tf.math.maximum(tf.math.sub(n, tf.constant(1f)), tf.constant(1f)));
    }
}
