package org.leastaction.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.JacobianProducts;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.inspection.FlowCut.CutModel;
import org.leastaction.io.InputFileException;
import org.leastaction.onnx.proto.ModelBuilder;
import org.leastaction.points.FloatPoints;
import org.leastaction.transport.FlowMeasurement;
import org.leastaction.transport.MeasuredCosts;

/**
 * One network in every format, against the hooks of the framework that exported it; {@code golden/formats/formats.py}
 * writes the files.
 */
class FormatsTest {

    private static final Execution ONE_THREAD = new Execution(1, "cpu");

    @TempDir
    Path folder;

    /** Integers are compared with what ONNX Runtime computes in the same file without optimisations. */
    @ParameterizedTest
    @CsvSource({
            "float,                  1e-5",
            "opset7,                 1e-5",
            "opset26,                1e-5",
            "dynamo,                 1e-5",
            "outside,                1e-5",
            "half,                   2e-3",
            "half_inside,            2e-3",
            "bfloat16,               1e-5",
            "bfloat16_inside,        1e-5",
            "int8,                   1e-4",
            "int8_channels,          1e-4",
            "int16,                  1e-4",
            "dynamic,                1e-4",
            "keras,                  1e-5",
            "tf2onnx,                1e-5",
            "tf2onnx_channels_first, 1e-5",
            "paddle,                 1e-5",
            "mxnet,                  1e-5"})
    void costsAndAnswersAreThoseOfTheFramework(String name, double tolerance) throws IOException {
        GoldenNetworks golden = GoldenNetworks.of("formats/" + name);
        try (FlowModel model = new OnnxBackend().open(golden.model(), ONE_THREAD)) {
            assertCosts(name, model, golden, tolerance);
        }
    }

    private static void assertCosts(String name, FlowModel model, GoldenNetworks golden, double tolerance) {
        double[] expected = golden.arrays().get("costs").doubles();
        FlowMeasurement measurement = FlowMeasurement.defaults().withBatch(4);
        for (MeasuredCosts costs : new MeasuredCosts[] {measurement.costs(model, golden.inputs()),
                measurement.measure(model, golden.inputs()).costs()}) {
            double[] blocks = costs.cost().blocks();
            assertThat(blocks).as("costs of the blocks of %s", name).hasSameSizeAs(expected);
            for (int k = 0; k < expected.length; k++) {
                assertThat(blocks[k]).as("cost of block %d of %s", k, name)
                        .isCloseTo(expected[k], Offset.offset(tolerance * expected[k]));
            }
            float[] answers = costs.logProbabilities().orElseThrow().toArray();
            double[] probabilities = golden.arrays().get("probabilities").doubles();
            for (int i = 0; i < answers.length; i++) {
                assertThat(Math.exp(answers[i])).as("answer %d of %s", i, name)
                        .isCloseTo(probabilities[i], Offset.offset(Math.max(1e-5, tolerance)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bfloat16", "bfloat16_inside"})
    void bfloat16IsComputedInSinglePrecisionWithARemark(String name) throws IOException {
        try (FlowModel model = new OnnxBackend().open(GoldenNetworks.file("formats/" + name + ".onnx"), ONE_THREAD)) {
            assertThat(model.role(CutModel.class).orElseThrow().cut().remarks()).singleElement().asString()
                    .contains("in bfloat16").contains("single precision");
            assertThat(model.role(JacobianProducts.class)).isPresent();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"float", "outside"})
    void aGzippedFileIsTheSameNetwork(String name) throws IOException {
        GoldenNetworks golden = GoldenNetworks.of("formats/" + name);
        Path file = Files.write(folder.resolve(name + ".onnx.gz"), gzipped(Files.readAllBytes(golden.model())));
        if (name.equals("outside")) {
            Files.copy(GoldenNetworks.file("formats/outside.onnx.data"), folder.resolve("outside.onnx.data"));
        }
        assertThat(new OnnxBackend().recognises(file)).isTrue();
        try (FlowModel model = new OnnxBackend().open(file, ONE_THREAD)) {
            assertCosts(name, model, golden, 1e-5);
        }
    }

    /**
     * Above 16 MB the content is held outside of Java's heap, and weights are copied out of it. The shape of the Reshape
     * is needed to infer shapes.
     */
    @ParameterizedTest
    @ValueSource(ints = {16, 18, 20})
    void weightsOfALargeGzippedFileAreThoseOfThePlainOne(int logarithm) throws IOException {
        int wide = 1 << logarithm;
        float[] numbers = new float[4 * wide];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (i % 13 - 6) / 4096f;
        }
        Path plain = ModelBuilder.of(-1, 2)
                .floats("in", Arrays.copyOf(numbers, 2 * wide), 2, wide)
                .floats("out", Arrays.copyOfRange(numbers, 2 * wide, 4 * wide), wide, 2)
                .rawIntegers("shape", -1, wide)
                .node("MatMul", "x in -> h").node("Relu", "h -> r").node("Reshape", "r shape -> s")
                .node("MatMul", "s out -> v").node("Add", "x v -> y")
                .write(folder.resolve("plain.onnx"));
        Path packed = Files.write(folder.resolve("packed.onnx.gz"), gzipped(Files.readAllBytes(plain)));
        assertThat(Files.size(plain)).isGreaterThan(16L * wide);
        FloatPoints points = FloatPoints.of(new float[][] {{1, -2}, {0.5f, 3}});
        try (FlowModel one = new OnnxBackend().open(plain, ONE_THREAD);
                FlowModel other = new OnnxBackend().open(packed, ONE_THREAD)) {
            assertThat(FlowMeasurement.defaults().costs(other, points).cost().blocks())
                    .isEqualTo(FlowMeasurement.defaults().costs(one, points).cost().blocks());
        }
    }

    @Test
    void whatAGzippedFileHoldsInsteadIsSaid() throws IOException {
        Path file = folder.resolve("model.onnx.gz");
        Files.write(file, gzipped("no network\n".getBytes(StandardCharsets.UTF_8)));
        assertRefused(file, "its gzip content is a text file, not an ONNX file");
        byte[] whole = gzipped(Files.readAllBytes(GoldenNetworks.file("formats/float.onnx")));
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        assertRefused(file, "truncated: its gzip stream breaks off");
        whole[whole.length - 6] ^= 1;
        Files.write(file, whole);
        assertRefused(file, "damaged gzip content");
    }

    private static void assertRefused(Path file, String reason) {
        assertThatThrownBy(() -> new OnnxBackend().open(file, ONE_THREAD)).isInstanceOf(InputFileException.class)
                .hasMessageStartingWith(file + ": ").hasMessageContaining(reason);
    }

    private static byte[] gzipped(byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(content);
        }
        return packed.toByteArray();
    }
}
