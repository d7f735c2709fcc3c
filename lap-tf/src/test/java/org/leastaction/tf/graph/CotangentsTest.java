package org.leastaction.tf.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gradients;
import org.tensorflow.op.core.Sum;
import org.tensorflow.types.TFloat32;

class CotangentsTest {

    private final Graph graph = new Graph();
    private final Ops tf = Ops.create(graph);
    private final Operand<TFloat32> weights = tf.identity(tf.constant(new float[][] {{0.5f, -1}, {2, 0.25f}}));
    private final Operand<TFloat32> points = tf.identity(tf.constant(new float[][] {{1, 2}, {-3, 1}, {0.5f, -2}}));

    @AfterEach
    void close() {
        graph.close();
    }

    @Test
    void gradientsOfAResidualNetworkAreTensorFlows() {
        Operand<TFloat32> second = tf.identity(tf.constant(new float[][] {{-1, 0.3f}, {0.7f, 1}}));
        Operand<TFloat32> state = points;
        for (Operand<TFloat32> layer : List.of(weights, second)) {
            Operand<TFloat32> residue = tf.linalg.matMul(tf.nn.relu(state), layer);
            state = tf.math.sub(tf.math.add(state, residue), tf.math.addN(List.of(residue, tf.math.tanh(state))));
        }
        Operand<TFloat32> rows = tf.dtypes.cast(tf.shape.size(tf.shape(state), tf.constant(0)), TFloat32.class);
        Operand<TFloat32> loss = tf.math.div(tf.nn.l2Loss(state), rows);
        List<Operand<TFloat32>> ours = Cotangents.of(tf, loss, List.of(weights, points));
        Gradients theirs = tf.gradients(loss, List.of(weights, points));
        try (Session session = new Session(graph);
                Result result = session.runner()
                        .fetch(ours.get(0)).fetch(theirs.dy(0)).fetch(ours.get(1)).fetch(theirs.dy(1)).run()) {
            assertThat(Feeds.read(result.get(0)))
                    .containsExactly(Feeds.read(result.get(1)), Offset.offset(1e-4f));
            assertThat(Feeds.read(result.get(2)))
                    .containsExactly(Feeds.read(result.get(3)), Offset.offset(1e-4f));
        }
    }

    @Test
    void theGradientOfReluReadsItsOutput() {
        Operand<TFloat32> output = tf.nn.relu(tf.linalg.matMul(points, weights));
        Cotangents.of(tf, tf.nn.l2Loss(output), List.of(weights));
        graph.operations().forEachRemaining(operation -> {
            if (operation.type().equals("ReluGrad")) {
                assertThat(operation.input(1)).isEqualTo(output.asOutput());
            }
        });
        assertThat(graph.operations()).toIterable().extracting(operation -> operation.type()).contains("ReluGrad");
    }

    @Test
    void whatTheLossDoesNotDependOnIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cotangents.of(tf, tf.nn.l2Loss(points), List.of(weights)))
                .withMessage("the loss does not depend on " + weights.asOutput().op().name());
    }

    @Test
    void gradientsOfWhatIsBroadcastAreTensorFlows() {
        Operand<TFloat32> shift = tf.identity(tf.constant(new float[] {1, 2}));
        Operand<TFloat32> column = tf.sum(points, tf.constant(new int[] {1}), Sum.keepDims(true));
        Operand<TFloat32> state = tf.math.sub(
                tf.identity(column), tf.math.sub(tf.math.add(points, shift), tf.identity(column)));
        Operand<TFloat32> loss = tf.nn.l2Loss(tf.math.mul(state, tf.identity(shift)));
        List<Operand<TFloat32>> ours = Cotangents.of(tf, loss, List.of(points, shift));
        Gradients theirs = tf.gradients(loss, List.of(points, shift));
        try (Session session = new Session(graph);
                Result result = session.runner()
                        .fetch(ours.get(0)).fetch(theirs.dy(0)).fetch(ours.get(1)).fetch(theirs.dy(1)).run()) {
            assertThat(Feeds.read(result.get(0)))
                    .containsExactly(Feeds.read(result.get(1)), Offset.offset(1e-4f));
            assertThat(Feeds.read(result.get(2)))
                    .hasSize(2)
                    .containsExactly(Feeds.read(result.get(3)), Offset.offset(1e-4f));
        }
    }

    @Test
    void inputsThatDependOnOneAnotherAreRefused() {
        Operand<TFloat32> product = tf.math.mul(points, tf.math.tanh(points));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cotangents.of(tf, tf.nn.l2Loss(product), List.of(points)))
                .withMessageContaining("depend on one another");
    }
}
