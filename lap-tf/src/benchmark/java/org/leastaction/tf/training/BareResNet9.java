package org.leastaction.tf.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.leastaction.flow.backend.Execution;
import org.leastaction.tf.graph.Feeds;
import org.leastaction.tf.graph.Layers.Layout;
import org.leastaction.tf.graph.Sessions;
import org.leastaction.tf.graph.Variable;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gradients;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.nn.FusedBatchNorm;
import org.tensorflow.types.TFloat32;

/**
 * The least that a training step of ResNet9 on MNIST shapes can be: written straight in TensorFlow operations, one batch
 * that never changes, no running statistics, no weight decay, no transport cost.
 */
final class BareResNet9 implements AutoCloseable {

    private static final int FILTERS = 32;
    private static final int FEATURES = 14 * 14 * FILTERS;

    private final Graph graph = new Graph();
    private final Session session;
    private final Operand<TFloat32> loss;
    private final TFloat32 images;
    private final TFloat32 targets;
    private final Placeholder<TFloat32> imageFeed;
    private final Placeholder<TFloat32> targetFeed;
    private final List<Variable> weights = new ArrayList<>();
    private final List<Op> updates = new ArrayList<>();
    private final Ops tf = Ops.create(graph);

    BareResNet9(int blocks, int batch, Execution execution) {
        imageFeed = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(batch, 28, 28, 1)));
        targetFeed = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(batch, 10)));
        Operand<TFloat32> x = tf.nn.relu(convolution(imageFeed, 3, 1, FILTERS / 2, 1));
        x = tf.nn.relu(convolution(x, 5, FILTERS / 2, FILTERS, 2));
        for (int k = 0; k < blocks; k++) {
            Operand<TFloat32> h = k == 0 ? x : tf.nn.relu(norm(x, FILTERS));
            h = convolution(h, 3, FILTERS, FILTERS, 1);
            x = tf.math.add(x, convolution(tf.nn.relu(norm(h, FILTERS)), 3, FILTERS, FILTERS, 1));
        }
        Operand<TFloat32> h = tf.linalg.matMul(
                tf.reshape(x, tf.constant(new int[] {batch, FEATURES})), weight(0.01, FEATURES, 100));
        h = tf.reshape(norm(tf.reshape(h, tf.constant(new int[] {batch, 1, 1, 100})), 100),
                tf.constant(new int[] {batch, 100}));
        Operand<TFloat32> logits = tf.linalg.matMul(tf.nn.relu(h), weight(0.1, 100, 10));
        loss = tf.math.mean(
                tf.nn.softmaxCrossEntropyWithLogits(logits, targetFeed).loss(), tf.constant(0));
        addUpdates();
        session = Sessions.open(graph, Layout.SINGLE, execution);
        for (Variable variable : weights) {
            assign(variable);
        }
        images = Feeds.floats(imageFeed.shape(), gaussian((int) imageFeed.shape().size(), 1));
        float[] oneHot = new float[batch * 10];
        for (int i = 0; i < batch; i++) {
            oneHot[i * 10 + i % 10] = 1;
        }
        targets = Feeds.floats(targetFeed.shape(), oneHot);
    }

    void take(int steps) {
        for (int i = 0; i < steps; i++) {
            step();
        }
    }

    /** One step; returns the loss. */
    float step() {
        Session.Runner runner = session.runner().feed(imageFeed, images).feed(targetFeed, targets).fetch(loss);
        updates.forEach(runner::addTarget);
        try (Result result = runner.run()) {
            return Feeds.read(result.get(0))[0];
        }
    }

    @Override
    public void close() {
        images.close();
        targets.close();
        session.close();
        graph.close();
    }

    private void addUpdates() {
        Gradients gradients = tf.gradients(loss, weights.stream().map(Variable::value).toList());
        int trained = weights.size();
        for (int i = 0; i < trained; i++) {
            Variable variable = weights.get(i);
            Variable momentum = Variable.create(tf, "momentum" + i, variable.shape());
            weights.add(momentum);
            updates.add(tf.train.resourceApplyMomentum(
                    variable.handle(), momentum.handle(), tf.constant(0.01f), gradients.dy(i), tf.constant(0.9f)));
        }
    }

    private Operand<TFloat32> convolution(Operand<TFloat32> x, int size, int inputs, int outputs, int stride) {
        return tf.nn.conv2d(
                x, weight(0.05, size, size, inputs, outputs), List.of(1L, (long) stride, (long) stride, 1L), "SAME");
    }

    private Operand<TFloat32> norm(Operand<TFloat32> x, int channels) {
        Operand<TFloat32> none = tf.constant(new float[0]);
        return tf.nn.fusedBatchNorm(
                x, weight(1, channels), weight(1, channels), none, none,
                FusedBatchNorm.isTraining(true), FusedBatchNorm.epsilon(1e-5f))
                .y();
    }

    private Operand<TFloat32> weight(double scale, long... shape) {
        Variable variable = Variable.create(tf, "weight" + weights.size() + "/" + scale, Shape.of(shape));
        weights.add(variable);
        return variable.value();
    }

    private void assign(Variable variable) {
        boolean momentum = variable.name().startsWith("momentum");
        double scale = momentum ? 0 : Double.parseDouble(variable.name().split("/")[1]);
        try (TFloat32 tensor =
                Feeds.floats(variable.shape(), gaussian((int) variable.shape().size(), scale))) {
            session.runner().feed(variable.feed(), tensor).addTarget(variable.assign()).run().close();
        }
    }

    private static float[] gaussian(int n, double scale) {
        Random random = new Random(n);
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) (scale * random.nextGaussian());
        }
        return values;
    }
}
