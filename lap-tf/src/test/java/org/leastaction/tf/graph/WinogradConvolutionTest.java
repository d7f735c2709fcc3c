package org.leastaction.tf.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.backend.Execution.Precision;
import org.leastaction.tf.graph.Layers.Layout;
import org.leastaction.tf.graph.Layers.Mode;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** Beside TensorFlow's own convolution: the result, both gradients and the tangent. */
class WinogradConvolutionTest {

    private static final List<Long> UNIT = List.of(1L, 1L, 1L, 1L);

    @ParameterizedTest
    @CsvSource({"1, 1, 1, 1, 1", "2, 3, 2, 5, 4", "3, 4, 4, 2, 3", "2, 5, 7, 3, 2", "1, 9, 16, 4, 6", "4, 14, 14, 8, 8",
            "2, 16, 16, 100, 100"})
    void isTheConvolutionOfTensorFlowWithItsGradients(int batch, int height, int width, int inputs, int outputs) {
        Shape images = Shape.of(batch, height, width, inputs);
        Shape results = Shape.of(batch, height, width, outputs);
        Shape kernels = Shape.of(3, 3, inputs, outputs);
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            Placeholder<TFloat32> x = tf.placeholder(
                    TFloat32.class, Placeholder.shape(Shape.of(-1, height, width, inputs)));
            Placeholder<TFloat32> k = tf.placeholder(TFloat32.class, Placeholder.shape(kernels));
            Placeholder<TFloat32> u = tf.placeholder(TFloat32.class, Placeholder.shape(images));
            Placeholder<TFloat32> w = tf.placeholder(TFloat32.class, Placeholder.shape(results));
            Operand<TFloat32> ours = WinogradConvolution.of(tf, x, k, ConvolutionSizes.of(inputs, outputs, 3));
            assertThat(ours.shape().asArray()).containsExactly(-1, height, width, outputs);
            List<Operand<TFloat32>> asked = new ArrayList<>();
            for (Operand<TFloat32> y : List.of(ours, tf.nn.conv2d(x, k, UNIT, "SAME"))) {
                Operand<TFloat32> loss = tf.sum(tf.math.mul(y, w), tf.constant(new int[] {0, 1, 2, 3}));
                asked.add(y);
                asked.addAll(Cotangents.of(tf, loss, List.of(x, k)));
                asked.add(Tangents.along(tf, x, u, y));
            }
            try (Session session = new Session(graph);
                    TFloat32 point = random(images, 1);
                    TFloat32 kernel = random(kernels, 2);
                    TFloat32 direction = random(images, 3);
                    TFloat32 weights = random(results, 4)) {
                Session.Runner runner =
                        session.runner().feed(x, point).feed(k, kernel).feed(u, direction).feed(w, weights);
                asked.forEach(runner::fetch);
                try (Result found = runner.run()) {
                    int half = asked.size() / 2;
                    for (int i = 0; i < half; i++) {
                        float[] expected = Feeds.read(found.get(half + i));
                        assertThat(distance(Feeds.read(found.get(i)), expected))
                                .as("tensor %s", i)
                                .isLessThan(3e-5);
                    }
                }
            }
        }
    }

    @Test
    void isUsedWhereItPaysAndOnlyInGraphsThatAskForIt() {
        assertThat(convolutions(Convolutions.TILED, ConvolutionSizes.of(64, 64, 3))).isZero();
        assertThat(convolutions(Convolutions.TILED, ConvolutionSizes.of(64, 63, 3))).isOne();
        assertThat(convolutions(Convolutions.TILED, ConvolutionSizes.of(64, 64, 5))).isOne();
        assertThat(convolutions(Convolutions.TILED, ConvolutionSizes.of(64, 64, 3).withStride(2))).isOne();
        assertThat(convolutions(Convolutions.TILED, ConvolutionSizes.of(64, 64, 3).withGroups(2))).isOne();
        assertThat(convolutions(Convolutions.DIRECT, ConvolutionSizes.of(64, 64, 3))).isOne();
    }

    @Test
    void trainingUsesItOnAProcessorInSinglePrecision() {
        Execution processor = new Execution(2, "cpu");
        assertThat(Convolutions.forTraining(processor)).isEqualTo(Convolutions.TILED);
        assertThat(Convolutions.forTraining(processor.withPrecision(Precision.MIXED))).isEqualTo(Convolutions.BFLOAT16);
    }

    private static long convolutions(Convolutions convolutions, ConvolutionSizes sizes) {
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            SingleLayers layers = (SingleLayers) Layers.of(
                    Layout.SINGLE, tf, Mode.TRAINING, new Parameters(tf, Layout.SINGLE, 1), convolutions);
            layers.convolution("layer", tf.zeros(tf.constant(new int[] {2, 8, 8, sizes.inputs()}), TFloat32.class),
                    sizes);
            List<String> found = new ArrayList<>();
            graph.operations().forEachRemaining(operation -> found.add(operation.type()));
            return found.stream().filter("Conv2D"::equals).count();
        }
    }

    /** The greatest difference, relative to the greatest expected entry. */
    static double distance(float[] found, float[] expected) {
        assertThat(found).hasSameSizeAs(expected);
        double difference = 0;
        double size = 0;
        for (int i = 0; i < found.length; i++) {
            difference = Math.max(difference, Math.abs(found[i] - expected[i]));
            size = Math.max(size, Math.abs(expected[i]));
        }
        return difference / size;
    }

    private static TFloat32 random(Shape shape, long seed) {
        return Feeds.floats(shape, TangentsTest.gaussian(shape.size(), seed));
    }
}
