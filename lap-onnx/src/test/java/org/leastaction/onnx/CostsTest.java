package org.leastaction.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.flow.BlockCosts;
import org.leastaction.flow.FlowCosts;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.FlowShape;
import org.leastaction.flow.backend.Execution;
import org.leastaction.points.DoublePoints;
import org.leastaction.points.FloatPoints;
import org.leastaction.transport.FlowMeasurement;
import org.leastaction.transport.MeasuredCosts;

/** Costs that are summed up inside the network, in single precision, against sums in double precision. */
class CostsTest {

    private static final double RELATIVE = 1e-5;
    private static final int MOST = 256;

    @ParameterizedTest
    @ValueSource(strings = {"post_folded_static", "post_unfolded", "post_padded_shortcut", "post_pooled_shortcut",
            "resnext_grouped", "wide_preactivation", "inverted_bottlenecks", "plane", "vit_pre", "vit_pre_static_old",
            "transformer_post", "newest"})
    void costsAreThoseOfTheStatesThatPyTorchSaw(String name) throws IOException {
        GoldenNetworks golden = GoldenNetworks.of(name);
        try (FlowModel model = new OnnxBackend().open(golden.model(), new Execution(3, "cpu"))) {
            FlowCosts costs = model.role(BlockCosts.class).orElseThrow().costs(golden.inputs(), 2);
            FlowShape shape = model.shape();
            int block = 0;
            for (int s = 0; s < shape.segments().size(); s++) {
                FloatPoints start = golden.points("shortcut_" + block);
                for (int k = 0; k < shape.segments().get(s).blocks(); k++, block++) {
                    assertCosts("block " + block + " of " + name, costs.blocks(), block,
                            golden.points("shortcut_" + block), golden.points("output_" + block));
                }
                assertCosts("segment " + s + " of " + name, costs.segments(), s, start,
                        golden.points("output_" + (block - 1)));
            }
            assertThat(model.role(BlockCosts.class).orElseThrow().costs(golden.inputs(), 1).size())
                    .isEqualTo(golden.inputs().size());
        }
    }

    /** The runtime's own states, so that no rounding of another program is involved. */
    @ParameterizedTest
    @CsvSource({"post_folded_static, 1", "post_unfolded, 1e-3", "resnext_grouped, 1e3", "wide_preactivation, 30",
            "inverted_bottlenecks, 1", "vit_pre, 1", "transformer_post, 10", "plane, 1e3", "newest, 1"})
    void costsAreThoseOfAPassThatShowsStates(String name, double scale) throws IOException {
        long seed = 20261128;
        GoldenNetworks golden = GoldenNetworks.of(name);
        FloatPoints inputs = gaussian(MOST, golden.inputs().dimension(), scale, seed);
        try (FlowModel model = new OnnxBackend().open(golden.model(), new Execution(2, "cpu"))) {
            MeasuredCosts known = FlowMeasurement.defaults().costs(model, inputs);
            MeasuredCosts seen = FlowMeasurement.defaults().measure(model, inputs).costs();
            String of = " of " + name + ", seed " + seed;
            assertThat(model.role(BlockCosts.class)).as("the role" + of).isPresent();
            assertRelative("costs of blocks" + of, known.cost().blocks(), seen.cost().blocks());
            assertRelative("costs of samples" + of, known.cost().samples(), seen.cost().samples());
            assertRelative("displacement" + of, new double[] {known.displacement()},
                    new double[] {seen.displacement()});
            GoldenNetworks.assertClose("answers" + of, known.logProbabilities().orElseThrow(),
                    seen.logProbabilities().orElseThrow());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"post_folded_static", "vit_pre"})
    void costsAreTheSameBitsOnAnyThreads(String name) throws IOException {
        GoldenNetworks golden = GoldenNetworks.of(name);
        assertThat(onThreads(golden, 3).blocks().toArray()).isEqualTo(onThreads(golden, 1).blocks().toArray());
        assertThat(onThreads(golden, 3).segments().toArray()).isEqualTo(onThreads(golden, 1).segments().toArray());
    }

    private static FlowCosts onThreads(GoldenNetworks golden, int threads) throws IOException {
        try (FlowModel model = new OnnxBackend().open(golden.model(), new Execution(threads, "cpu"))) {
            return model.role(BlockCosts.class).orElseThrow().costs(golden.inputs(), 1);
        }
    }

    /** Coordinates agree to 1e-5 of the largest, so squares do to as much of their product with the difference. */
    private static void assertCosts(String what, DoublePoints known, int column, FloatPoints from, FloatPoints to) {
        double largest = 1;
        for (float value : to.toArray()) {
            largest = Math.max(largest, Math.abs(value));
        }
        for (int i = 0; i < to.size(); i++) {
            double squares = 0;
            double sum = 0;
            for (int j = 0; j < to.dimension(); j++) {
                double difference = to.get(i, j) - from.get(i, j);
                squares += difference * difference;
                sum += Math.abs(difference);
            }
            assertThat(known.get(i, column)).as("squared length of %s at point %d", what, i)
                    .isCloseTo(squares, within(RELATIVE * (squares + 2 * largest * sum)));
        }
    }

    private static void assertRelative(String what, double[] actual, double[] expected) {
        assertThat(actual).as(what).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) {
            assertThat(actual[i] / expected[i]).as("%s, %d: %s instead of %s", what, i, actual[i], expected[i])
                    .isCloseTo(1, within(RELATIVE));
        }
    }

    private static FloatPoints gaussian(int n, int d, double scale, long seed) {
        Random random = new Random(seed);
        float[] numbers = new float[n * d];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) (scale * random.nextGaussian());
        }
        return FloatPoints.wrap(numbers, n, d);
    }
}
