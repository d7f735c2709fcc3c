package org.leastaction.tf.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gradients;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.math.Mean;
import org.tensorflow.op.nn.FusedBatchNorm;
import org.tensorflow.types.TFloat32;

class TangentsTest {

    private static final Shape IMAGES = Shape.of(3, 4, 4, 2);

    /** The operations that have rules, as functions of images [3, 4, 4, 2]. */
    enum Rule {
        CONVOLUTION((tf, x) -> tf.nn.conv2d(x, numbers(tf, 3, 3, 2, 5), List.of(1L, 2L, 2L, 1L), "SAME")),
        GROUPED_CONVOLUTION((tf, x) -> tf.nn.conv2d(x, numbers(tf, 3, 3, 1, 4), List.of(1L, 1L, 1L, 1L), "SAME")),
        DEPTHWISE_CONVOLUTION((tf, x) -> tf.nn.depthwiseConv2dNative(
                x, numbers(tf, 3, 3, 2, 2), List.of(1L, 1L, 1L, 1L), "VALID")),
        PADDING((tf, x) -> tf.pad(x, tf.constant(new int[][] {{0, 0}, {1, 2}, {0, 1}, {0, 0}}), tf.constant(3f))),
        BIAS((tf, x) -> tf.nn.biasAdd(tf.math.square(x), numbers(tf, 2))),
        BATCH_NORM((tf, x) -> tf.nn.fusedBatchNorm(
                x, numbers(tf, 2), numbers(tf, 2), numbers(tf, 2), tf.math.square(numbers(tf, 2)),
                FusedBatchNorm.isTraining(false)).y()),
        AVERAGE_POOL((tf, x) -> tf.nn.avgPool(x, List.of(1L, 2L, 2L, 1L), List.of(1L, 2L, 2L, 1L), "SAME")),
        MEAN((tf, x) -> tf.math.mean(x, tf.constant(new int[] {1, 2}), Mean.keepDims(true))),
        SUM((tf, x) -> tf.sum(x, tf.constant(new int[] {1, 3}))),
        TRANSPOSED((tf, x) -> tf.linalg.transpose(x, tf.constant(new int[] {0, 3, 1, 2}))),
        RELU((tf, x) -> tf.nn.relu(x)),
        RELU6((tf, x) -> tf.nn.relu6(tf.math.mul(x, tf.constant(5f)))),
        ELU((tf, x) -> tf.nn.elu(x)),
        TANH((tf, x) -> tf.math.tanh(x)),
        SIGMOID((tf, x) -> tf.math.sigmoid(x)),
        SOFTPLUS((tf, x) -> tf.math.softplus(x)),
        PRODUCT((tf, x) -> tf.math.mul(tf.math.tanh(x), tf.math.add(x, tf.math.neg(tf.nn.relu(x))))),
        QUOTIENT((tf, x) -> tf.math.div(x, tf.constant(3f))),
        DIFFERENCE((tf, x) -> tf.math.sub(tf.constant(1f), tf.math.addN(List.of(x, tf.identity(tf.math.tanh(x)))))),
        MATRIX_PRODUCT((tf, x) -> tf.linalg.matMul(
                tf.reshape(x, tf.constant(new int[] {3, 32})), numbers(tf, 32, 4))),
        BATCHED_PRODUCT((tf, x) -> tf.train.batchMatMul(
                tf.reshape(x, tf.constant(new int[] {3, 16, 2})), numbers(tf, 3, 2, 4), TFloat32.class)),
        RIGHT_FACTOR((tf, x) -> tf.linalg.matMul(numbers(tf, 5, 3), tf.reshape(x, tf.constant(new int[] {3, 32})))),
        BOTH_FACTORS((tf, x) -> {
            Operand<TFloat32> rows = tf.reshape(x, tf.constant(new int[] {3, 8, 4}));
            return BatchProduct.of(
                    tf,
                    BatchProduct.of(tf, numbers(tf, 4, 8), rows),
                    tf.math.square(tf.reshape(x, tf.constant(new int[] {3, 4, 8}))));
        });

        private final BiFunction<Ops, Operand<TFloat32>, Operand<TFloat32>> function;

        Rule(BiFunction<Ops, Operand<TFloat32>, Operand<TFloat32>> function) {
            this.function = function;
        }
    }

    /** ⟨w, Ju⟩ = ⟨Jᵀw, u⟩ with TensorFlow's own backward mode for Jᵀ. */
    @ParameterizedTest
    @EnumSource
    void tangentsAreAdjointToTensorFlowsGradients(Rule rule) {
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            Placeholder<TFloat32> x = tf.placeholder(TFloat32.class, Placeholder.shape(IMAGES));
            Operand<TFloat32> y = rule.function.apply(tf, x);
            Operand<TFloat32> u = numbers(tf, IMAGES.asArray());
            Operand<TFloat32> w = numbers(tf, y.shape().asArray());
            Operand<TFloat32> ju = Tangents.along(tf, x, u, y);
            Operand<TFloat32> wj = Gradients.create(tf.scope(), y, List.of(x), Gradients.dx(List.of(w))).dy(0);
            try (Session session = new Session(graph);
                    TFloat32 point = Feeds.floats(IMAGES, gaussian(IMAGES.size(), 5));
                    Result result = session.runner().feed(x, point).fetch(ju).fetch(w).fetch(wj).fetch(u).run()) {
                double forward = dot(Feeds.read(result.get(0)), Feeds.read(result.get(1)));
                double backward = dot(Feeds.read(result.get(2)), Feeds.read(result.get(3)));
                assertThat(forward).isNotZero().isCloseTo(backward, within(1e-4 * Math.max(1, Math.abs(backward))));
            }
        }
    }

    @Test
    void anOperationWithoutARuleIsNamed() {
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            Placeholder<TFloat32> x = tf.placeholder(TFloat32.class, Placeholder.shape(IMAGES));
            Operand<TFloat32> y = tf.math.erf(x);
            assertThatIllegalArgumentException().isThrownBy(() -> Tangents.along(tf, x, x, y))
                    .withMessage("the operation Erf of type Erf cannot be differentiated forward");
        }
    }

    @Test
    void whatDoesNotDependHasNoTangent() {
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            Placeholder<TFloat32> x = tf.placeholder(TFloat32.class, Placeholder.shape(IMAGES));
            Operand<TFloat32> y = numbers(tf, 2, 2);
            assertThatIllegalArgumentException().isThrownBy(() -> Tangents.along(tf, x, x, y))
                    .withMessageContaining("does not depend on Placeholder");
        }
    }

    @Test
    void aBroadcastTangentIsRefused() {
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            Placeholder<TFloat32> x = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(2)));
            Operand<TFloat32> y = tf.math.add(numbers(tf, 3, 2), x);
            assertThatIllegalArgumentException().isThrownBy(() -> Tangents.along(tf, x, x, y))
                    .withMessageContaining("broadcasts");
        }
    }

    private static Operand<TFloat32> numbers(Ops tf, long... shape) {
        Shape extents = Shape.of(shape);
        int[] dimensions = new int[shape.length];
        for (int i = 0; i < shape.length; i++) {
            dimensions[i] = Math.toIntExact(shape[i]);
        }
        return tf.reshape(tf.constant(gaussian(extents.size(), extents.size())), tf.constant(dimensions));
    }

    static float[] gaussian(long n, long seed) {
        Random random = new Random(seed);
        float[] values = new float[Math.toIntExact(n)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
