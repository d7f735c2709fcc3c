package org.leastaction.tf.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.leastaction.tf.graph.Layers.Layout;
import org.leastaction.tf.graph.Layers.Mode;
import org.leastaction.tf.graph.Parameter.Start;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** Convolutions of bfloat16 beside TensorFlow's own in single precision: the result, both gradients and the tangent. */
class BfloatConvolutionTest {

    private static final int SIDE = 10;
    private static final int CHANNELS = 8;

    @ParameterizedTest
    @CsvSource({"3, 1", "3, 2", "1, 1", "1, 2", "5, 1"})
    void areNearThoseInSinglePrecision(int size, int stride) {
        ConvolutionSizes sizes = ConvolutionSizes.of(CHANNELS, CHANNELS, size).withStride(stride);
        List<float[]> single = values(Convolutions.DIRECT, sizes, false);
        List<float[]> ours = values(Convolutions.BFLOAT16, sizes, false);
        for (int i = 0; i < single.size(); i++) {
            // A mantissa of 8 bits: at most 0.4 % in each factor and in the result.
            assertThat(WinogradConvolutionTest.distance(ours.get(i), single.get(i)))
                    .as("tensor %s", i)
                    .isGreaterThan(1e-4)
                    .isLessThan(1e-2);
        }
    }

    @ParameterizedTest
    @CsvSource({"3, 1", "3, 2", "1, 2"})
    void areExactForWholeNumbersThatBfloat16Holds(int size, int stride) {
        ConvolutionSizes sizes = ConvolutionSizes.of(CHANNELS, CHANNELS, size).withStride(stride);
        List<float[]> single = values(Convolutions.DIRECT, sizes, true);
        List<float[]> ours = values(Convolutions.BFLOAT16, sizes, true);
        assertThat(ours.get(0)).containsExactly(single.get(0));
    }

    @ParameterizedTest
    @CsvSource({"3, 1", "3, 2"})
    void groupedOnesStayInSinglePrecision(int size, int stride) {
        ConvolutionSizes sizes = ConvolutionSizes.of(CHANNELS, CHANNELS, size).withStride(stride).withGroups(2);
        List<float[]> single = values(Convolutions.DIRECT, sizes, false);
        List<float[]> ours = values(Convolutions.BFLOAT16, sizes, false);
        for (int i = 0; i < single.size(); i++) {
            assertThat(ours.get(i)).as("tensor %s", i).containsExactly(single.get(i));
        }
    }

    @Test
    void areNotDifferentiatedForwardWhereDerivativesAreMeasured() {
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            Placeholder<TFloat32> x = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(3)));
            Operand<TFloat32> rounded = tf.dtypes.cast(tf.dtypes.cast(x, TBfloat16.class), TFloat32.class);
            Operand<TFloat32> whole = tf.dtypes.cast(tf.dtypes.cast(x, TInt32.class), TFloat32.class);
            assertThatThrownBy(() -> Tangents.along(tf, x, x, rounded)).hasMessageContaining("of type Cast");
            assertThatThrownBy(() -> Tangents.along(tf, x, x, whole)).hasMessageContaining("of type Cast");
        }
    }

    /**
     * The result of a layer, its tangent, and the gradients of a weighted sum of the result with respect to input and
     * kernel.
     *
     * @param whole whether inputs and kernels are -1, 0 and 1
     */
    private static List<float[]> values(Convolutions convolutions, ConvolutionSizes sizes, boolean whole) {
        int side = (SIDE + sizes.stride() - 1) / sizes.stride();
        Shape images = Shape.of(2, SIDE, SIDE, CHANNELS);
        Shape results = Shape.of(2, side, side, CHANNELS);
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            Parameters parameters = new Parameters(tf, Layout.SINGLE, 1);
            SingleLayers layers = (SingleLayers) Layers.of(Layout.SINGLE, tf, Mode.TRAINING, parameters, convolutions);
            Placeholder<TFloat32> x = tf.placeholder(TFloat32.class, Placeholder.shape(images));
            Placeholder<TFloat32> u = tf.placeholder(TFloat32.class, Placeholder.shape(images));
            Placeholder<TFloat32> w = tf.placeholder(TFloat32.class, Placeholder.shape(results));
            Operand<TFloat32> y = layers.convolution("layer", x, sizes);
            Parameter kernel = parameters.all().iterator().next();
            assertThat(kernel.start()).isEqualTo(Start.WEIGHT);
            Operand<TFloat32> loss = tf.sum(tf.math.mul(y, w), tf.constant(new int[] {0, 1, 2, 3}));
            List<Operand<TFloat32>> asked = new ArrayList<>(
                    List.of(y, Tangents.differentiable(tf, x, u, y, List.of())));
            asked.addAll(Cotangents.of(tf, loss, List.of(x, parameters.variable(kernel).value())));
            try (Session session = new Session(graph);
                    TFloat32 point = Feeds.floats(images, numbers(images.size(), 1, whole));
                    TFloat32 direction = Feeds.floats(images, numbers(images.size(), 2, whole));
                    TFloat32 weights = Feeds.floats(results, numbers(results.size(), 3, whole))) {
                Variable.assign(session, Map.of(parameters.variable(kernel), numbers(kernel.size(), 4, whole)));
                Session.Runner runner = session.runner().feed(x, point).feed(u, direction).feed(w, weights);
                asked.forEach(runner::fetch);
                List<float[]> read = new ArrayList<>();
                try (Result found = runner.run()) {
                    found.forEach(tensor -> read.add(Feeds.read(tensor.getValue())));
                }
                return read;
            }
        }
    }

    private static float[] numbers(long size, long seed, boolean whole) {
        float[] numbers = TangentsTest.gaussian(size, seed);
        for (int i = 0; whole && i < numbers.length; i++) {
            numbers[i] = Math.max(-1, Math.min(1, Math.round(numbers[i])));
        }
        return numbers;
    }
}
