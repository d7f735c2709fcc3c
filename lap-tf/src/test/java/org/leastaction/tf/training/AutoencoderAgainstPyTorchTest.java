package org.leastaction.tf.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.training.AutoencoderSpec;
import org.leastaction.flow.training.ImageEncoderSpec;
import org.leastaction.flow.training.Optimiser.Sgd;
import org.leastaction.flow.training.Optimiser.StepSchedule;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.io.NpyArray;
import org.leastaction.tf.model.NetworkWeights;
import org.leastaction.tf.model.TensorFlowAutoencoder;

/** Five steps of each autoencoder against PyTorch's, in double precision (golden/generate_autoencoder.py). */
class AutoencoderAgainstPyTorchTest {

    private static final Execution ONE_THREAD = new Execution(1, "cpu");
    private static final Sgd OPTIMISER = new Sgd(0.05, 0.9, 1e-3, StepSchedule.constant());
    private static final int BATCH = 8;

    static Stream<Arguments> cases() {
        return Stream.of(
                Arguments.of("autoencoder-half", new AutoencoderSpec(
                        ImageEncoderSpec.halving(4), true, List.of(8, 7, 1))),
                Arguments.of("autoencoder-full", new AutoencoderSpec(
                        ImageEncoderSpec.full(4), true, List.of(5, 6, 3))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void stepsAgree(String name, AutoencoderSpec spec) throws IOException {
        Map<String, NpyArray> golden = GoldenFiles.read(name);
        float[] points = golden.get("points").floats();
        double[] errors = golden.get("errors").doubles();
        int d = spec.input().stream().reduce(1, Math::multiplyExact);
        NetworkWeights end;
        try (AutoencoderGraph graph = new AutoencoderGraph(spec, OPTIMISER, ONE_THREAD)) {
            graph.start(weights(golden, "start/"));
            for (int i = 0; i < errors.length; i++) {
                float[] batch = Arrays.copyOfRange(points, i * BATCH * d, (i + 1) * BATCH * d);
                assertThat(graph.step(batch, BATCH, OPTIMISER.learningRate(), i + 1))
                        .as("mean squared error of step %d", i)
                        .isCloseTo(errors[i], within(1e-5 * errors[i]));
            }
            end = graph.weights();
        }
        weights(golden, "end/").values().forEach((parameter, expected) -> assertThat(
                end.of(parameter, expected.length))
                .as("final %s", parameter)
                .usingComparatorWithPrecision(1e-5f)
                .containsExactly(expected));
        try (TensorFlowAutoencoder autoencoder = new TensorFlowAutoencoder(spec, end, ONE_THREAD)) {
            FloatPoints first = FloatPoints.wrap(points, 2, d);
            assertThat(autoencoder.decode(autoencoder.encode(first)).toArray())
                    .as("decoded in inference")
                    .usingComparatorWithPrecision(1e-4f)
                    .containsExactly(golden.get("decoded").floats());
        }
    }

    private static NetworkWeights weights(Map<String, NpyArray> golden, String prefix) {
        Map<String, float[]> values = new LinkedHashMap<>();
        golden.forEach((name, array) -> {
            if (name.startsWith(prefix)) {
                values.put(name.substring(prefix.length()), array.floats());
            }
        });
        return new NetworkWeights(values);
    }
}
