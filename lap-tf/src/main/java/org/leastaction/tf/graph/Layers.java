package org.leastaction.tf.graph;

import java.util.ArrayList;
import java.util.List;
import org.leastaction.tf.graph.Parameter.Change;
import org.leastaction.tf.graph.Parameter.Start;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.math.Mean;
import org.tensorflow.types.TFloat32;

/**
 * The common part of stacked and single layers: the graph, its mode and parameters, and updates of running statistics.
 */
public abstract sealed class Layers permits Layers.StackedLayers, SingleLayers {

    /** Added to a variance before taking its root; PyTorch's value, which the paper's code uses. */
    static final float EPSILON = 1e-5f;

    /** Weight of the newest batch in the running statistics; PyTorch's value. */
    private static final float STATISTICS_RATE = 0.1f;

    final Ops tf;
    final Mode mode;
    final Parameters parameters;
    private final List<Op> statisticsUpdates = new ArrayList<>();
    final List<Operand<TFloat32>> batchStatistics = new ArrayList<>();

    Layers(Ops tf, Mode mode, Parameters parameters) {
        this.tf = tf;
        this.mode = mode;
        this.parameters = parameters;
    }

    /** The layers of a layout, with TensorFlow's own convolutions. */
    public static Layers of(Layout layout, Ops tf, Mode mode, Parameters parameters) {
        return of(layout, tf, mode, parameters, Convolutions.DIRECT);
    }

    /** The layers of a layout. */
    public static Layers of(Layout layout, Ops tf, Mode mode, Parameters parameters, Convolutions convolutions) {
        return layout == Layout.STACKED
                ? new StackedLayers(tf, mode, parameters)
                : new SingleLayers(tf, mode, parameters, convolutions);
    }

    /** The same layers with the same parameters in inference mode. */
    public abstract Layers inInference();

    /** The operations of the graph. */
    public Ops tf() {
        return tf;
    }

    /** Updates of running statistics that a training step has to run; empty in inference. */
    public List<Op> statisticsUpdates() {
        return List.copyOf(statisticsUpdates);
    }

    /** Means and variances of the batch so far, where they are tensors of the graph and not inside an operation. */
    public List<Operand<TFloat32>> batchStatistics() {
        return List.copyOf(batchStatistics);
    }

    /**
     * x·W + b, or x·W.
     *
     * @param x       [.., batch, inputs]
     * @return [.., batch, outputs]
     */
    public abstract Operand<TFloat32> dense(String name, Operand<TFloat32> x, int inputs, int outputs, Bias bias);

    /** Normalises each channel over the batch (Ioffe and Szegedy 2015), then scales and shifts it. */
    public abstract Operand<TFloat32> batchNorm(String name, Operand<TFloat32> x, int channels);

    /** max(x, 0). */
    public final Operand<TFloat32> relu(Operand<TFloat32> x) {
        return tf.nn.relu(x);
    }

    /** x·factor. */
    public final Operand<TFloat32> scaled(Operand<TFloat32> x, double factor) {
        return factor == 1 ? x : tf.math.mul(x, tf.constant((float) factor));
    }

    /** An untrained linear map with ones on the diagonal: class j reads coordinate j. */
    public abstract Operand<TFloat32> fixedLinear(String name, Operand<TFloat32> x, int inputs, int outputs);

    /** An untrained linear map with weights and biases uniform in ±1 / √inputs. */
    public abstract Operand<TFloat32> fixedRandomLinear(String name, Operand<TFloat32> x, int inputs, int outputs);

    final Operand<TFloat32> fixedRandom(String name, List<Integer> shape, int inputs) {
        return parameters.value(new Parameter(name, shape, Start.UNIFORM, inputs, Change.NEVER));
    }

    final Operand<TFloat32> runningMean(String name, List<Integer> shape) {
        return value(name + "/running_mean", shape, Start.ZERO, Change.STATISTIC);
    }

    final Operand<TFloat32> runningVariance(String name, List<Integer> shape) {
        return value(name + "/running_variance", shape, Start.ONE, Change.STATISTIC);
    }

    final Operand<TFloat32> weight(String name, List<Integer> shape) {
        return value(name, shape, Start.WEIGHT, Change.GRADIENT);
    }

    /** @param inputs fan-in of the layer */
    final Operand<TFloat32> bias(String name, List<Integer> shape, int inputs) {
        return parameters.value(new Parameter(name + "/bias", shape, Start.BIAS, inputs, Change.GRADIENT));
    }

    final Operand<TFloat32> value(String name, List<Integer> shape, Start start, Change change) {
        return parameters.value(new Parameter(name, shape, start, change));
    }

    /** Updates a running statistic with the newest batch: r ← 0.9·r + 0.1·s. */
    final void follow(String name, List<Integer> shape, Start start, Operand<TFloat32> newest) {
        Variable running = parameters.variable(new Parameter(name, shape, start, Change.STATISTIC));
        Operand<TFloat32> followed = tf.math.add(
                tf.math.mul(running.value(), tf.constant(1 - STATISTICS_RATE)),
                tf.math.mul(newest, tf.constant(STATISTICS_RATE)));
        statisticsUpdates.add(tf.assignVariableOp(running.handle(), followed));
    }

    /** Whether a layer adds a bias. */
    public enum Bias {
        WITH,
        WITHOUT
    }

    /** Layers of many instances: tensors are [instances, batch, channels], parameters [instances, …]. */
    static final class StackedLayers extends Layers {

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
                batchStatistics.addAll(List.of(mean, variance));
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
                String name, List<Integer> shape, Operand<TFloat32> x, Operand<TFloat32> mean,
                Operand<TFloat32> variance) {
            Operand<TFloat32> factor = tf.math.mul(
                    tf.math.rsqrt(tf.math.add(variance, tf.constant(EPSILON))),
                    value(name + "/scale", shape, Start.ONE, Change.GRADIENT));
            return tf.math.add(
                    tf.math.mul(tf.math.sub(x, mean), factor),
                    value(name + "/shift", shape, Start.ZERO, Change.GRADIENT));
        }

        /** n / (n − 1) of the batch, 1 for a batch of one point. */
        private Operand<TFloat32> besselCorrection(Operand<TFloat32> x) {
            Operand<TFloat32> n = tf.dtypes.cast(tf.shape.size(tf.shape(x), tf.constant(1)), TFloat32.class);
            return tf.math.div(n, tf.math.maximum(tf.math.sub(n, tf.constant(1f)), tf.constant(1f)));
        }
    }

    /** Whether the tensors of a network carry an instance axis. */
    public enum Layout {
        /** [instances, batch, …]: many networks of one shape in one graph. */
        STACKED,
        /** [batch, …]: one network. */
        SINGLE
    }

    /** Training or inference. */
    public enum Mode {
        /** Batch normalisation uses the batch's statistics and updates the running ones. */
        TRAINING,
        /** Batch normalisation uses the running statistics: each point's result depends on that point alone. */
        INFERENCE
    }
}
