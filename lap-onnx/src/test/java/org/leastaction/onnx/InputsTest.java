package org.leastaction.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.flow.BatchObserver;
import org.leastaction.flow.BlockJacobianProducts;
import org.leastaction.flow.DiscreteInputs;
import org.leastaction.flow.DiscreteInputs.Meaning;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.InputDescription;
import org.leastaction.flow.InputNormalisation;
import org.leastaction.flow.JacobianProducts;
import org.leastaction.flow.LossGradients;
import org.leastaction.flow.Preprocessing;
import org.leastaction.flow.RoleReasons;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.inspection.ReadingOptions;
import org.leastaction.io.InputFileException;
import org.leastaction.points.FloatPoints;

/** Inputs of all kinds, against PyTorch's hooks; and the description of inputs in files. */
class InputsTest {

    private static final Execution ONE_THREAD = new Execution(1, "cpu");
    private final OnnxInspector inspector = new OnnxInspector();

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "bytes        |     | 6 6 3   | 2",
            "tokens       |     | 5       | 2",
            "volumes      |     | 2 4 4 3 | 1",
            "free_size    | 8 8 | 8 8 3   | 1",
            "free_size    |3 8 8| 8 8 3   | 1",
            "unused_input |     | 8 8 3   | 1",
            "smooth       |     | 8 8 3   | 1"})
    void statesAndAnswersAreThoseThatPyTorchSaw(String name, String inputShape, String shape, int blocks)
            throws IOException {
        GoldenNetworks golden = GoldenNetworks.of("io/" + name);
        ReadingOptions options = ReadingOptions.defaults().withInputShape(numbers(inputShape));
        try (FlowModel model = inspector.open(golden.model(), options, ONE_THREAD)) {
            assertThat(model.shape().input()).as("input of %s", name).isEqualTo(numbers(shape));
            assertThat(model.shape().blocks()).as("blocks of %s", name).isEqualTo(blocks);
            FloatPoints encoded = model.encode(golden.inputs());
            GoldenNetworks.assertClose(name + ": encoded", encoded, golden.points("start"));
            FloatPoints end =
                    model.transport(encoded, step -> GoldenNetworks.assertClose(name + ": block " + step.block(),
                            step.output(), golden.points("output_" + step.block())));
            GoldenNetworks.assertClose(name + ": probabilities", exponentials(model.classify(end)),
                    golden.points("probabilities"));
            GoldenNetworks.assertClose(name + ": probabilities of a pass",
                    exponentials(model.pass(golden.inputs(), 2, BatchObserver.NONE).orElseThrow()),
                    golden.points("probabilities"));
        }
    }

    @Test
    void bytesAreRoundedAndOthersRefused() throws IOException {
        GoldenNetworks golden = GoldenNetworks.of("io/bytes");
        try (FlowModel model = inspector.open(golden.model(), ReadingOptions.defaults(), ONE_THREAD)) {
            assertThat(model.role(DiscreteInputs.class)).contains(new DiscreteInputs(Meaning.LEVELS, 0, 255));
            assertThat(model.role(Preprocessing.class).orElseThrow().inputs().normalisation())
                    .contains(new InputNormalisation(List.of(0.0), List.of(1 / 255.0)));
            float[] near = golden.inputs().toArray();
            for (int i = 0; i < near.length; i++) {
                near[i] += i % 2 == 0 ? 0.4f : -0.4f;
            }
            FloatPoints inputs = golden.inputs();
            GoldenNetworks.assertClose("of rounded bytes",
                    model.encode(FloatPoints.wrap(near, inputs.size(), inputs.dimension())), golden.points("start"));
            near[40] = 255.6f;
            assertThatThrownBy(() -> model.encode(FloatPoints.wrap(near, inputs.size(), inputs.dimension())))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(
                            "number 40 of input 0 is 255.6; the network takes whole numbers from 0 to 255");
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {-1, 11, 2.5f, Float.NaN})
    void tokensOutsideOfTheVocabularyAreRefused(float token) throws IOException {
        GoldenNetworks golden = GoldenNetworks.of("io/tokens");
        try (FlowModel model = inspector.open(golden.model(), ReadingOptions.defaults(), ONE_THREAD)) {
            assertThat(model.role(DiscreteInputs.class)).contains(new DiscreteInputs(Meaning.CATEGORIES, 0, 10));
            FloatPoints inputs = FloatPoints.of(new float[][] {{0, 10, 3, 4, 5}, {1, 2, token, 4, 5}});
            assertThatThrownBy(() -> model.encode(inputs)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("number 2 of input 1 is " + token)
                    .hasMessageContaining("whole numbers from 0 to 10");
            assertThat(model.encode(inputs.rows(0, 1)).size()).isEqualTo(1);
        }
    }

    /**
     * Differences of runs do not give the derivative of a step function; weights in few bits alone are not step
     * functions.
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "smooth           |                    | ",
            "weights_in_bytes |                    | ",
            "quantised        | quantised steps    | quantised steps",
            "half             | half precision     | half precision",
            "bytes            |                    | whole numbers",
            "tokens           |                    | whole numbers"})
    void derivativesOfStepsAreMissingForAReason(String name, String ofBlocks, String ofLoss) throws IOException {
        try (FlowModel model = inspector.open(GoldenNetworks.file("io/" + name + ".onnx"), ReadingOptions.defaults(),
                ONE_THREAD)) {
            assertMissing(model, JacobianProducts.class, ofBlocks);
            assertMissing(model, BlockJacobianProducts.class, ofBlocks);
            assertMissing(model, LossGradients.class, ofLoss);
        }
    }

    private static void assertMissing(FlowModel model, Class<?> role, String reason) {
        Optional<String> known = model.role(RoleReasons.class).orElseThrow().reason(role);
        assertThat(model.role(role).isPresent()).as("%s", role).isEqualTo(reason == null);
        assertThat(known.isPresent()).isEqualTo(reason != null);
        if (reason != null) {
            assertThat(known.get()).contains(reason);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "8         | is 2 or 3 numbers",
            "4 8 8     | contradicts",
            "3 8 8 1   | is 2 or 3 numbers"})
    void inputShapesThatDoNotFitAreRefused(String inputShape, String reason) {
        ReadingOptions options = ReadingOptions.defaults().withInputShape(numbers(inputShape));
        assertThatThrownBy(() -> inspector.inspect(GoldenNetworks.file("io/free_size.onnx"), options))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining(reason);
    }

    @Test
    void freeExtentsAreAskedFor() {
        assertThatThrownBy(() -> inspector.inspect(GoldenNetworks.file("io/free_size.onnx"), ReadingOptions.defaults()))
                .isInstanceOf(InputFileException.class)
                .hasMessageContaining("has the shape [free, 3, free, free]")
                .hasMessageContaining("--input-shape (here 2 numbers with commas between)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
            "mean                | 0.5                       | std       | 0.25               | 0.5             | 0.25",
            "mean                | 0.1,0.2,0.3               | std       | [0.4, 0.5, 0.6]    | 0.1 0.2 0.3     | 0.4 0.5 0.6",
            "image_mean          | [0.1, 0.2, 0.3]           | image_std | [0.4, 0.5, 0.6]    | 0.1 0.2 0.3     | 0.4 0.5 0.6",
            "mean                | [127.5, 127.5, 127.5]     | std       | [51, 51, 51]       | 0.5 0.5 0.5     | 0.2 0.2 0.2",
            "mean                | 0.1,0.2                   | std       | 1,1                |                 | ",
            "mean                | of all trees              | std       | none               |                 | "})
    void metadataOfTheFileTellItsNormalisation(
            String meanKey, String mean, String stdKey, String std, String means, String stds) throws IOException {
        Path file = folder.resolve("model.onnx");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(Files.readAllBytes(GoldenNetworks.file("io/smooth.onnx")));
        bytes.write(metadata(meanKey, mean));
        bytes.write(metadata(stdKey, std));
        Files.write(file, bytes.toByteArray());
        assertNormalisation(file, means, stds);
    }

    /** The network has 4 classes; files of other programs use the keys for other purposes. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
            "crop        | 224,224 | true  | false",
            "resize      | 256     | true  | false",
            "crop        | none    | false | false",
            "resize      | 1,2,3   | false | false",
            "class_names | a%b%c   | false | true",
            "class_names | a%b     | false | false",
            "class_names | a%%c    | false | false"})
    void metadataThatFitStateTheInputs(String key, String text, boolean pictures, boolean names) throws IOException {
        Path file = folder.resolve("model.onnx");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(Files.readAllBytes(GoldenNetworks.file("io/smooth.onnx")));
        bytes.write(metadata(key, text.replace('%', '\n')));
        Files.write(file, bytes.toByteArray());
        try (FlowModel model = inspector.open(file, ReadingOptions.defaults(), ONE_THREAD)) {
            InputDescription known =
                    model.role(Preprocessing.class).map(Preprocessing::inputs).orElse(InputDescription.unknown());
            assertThat(known.pictures().isPresent()).isEqualTo(pictures);
            assertThat(!known.classNames().isEmpty()).isEqualTo(names);
        }
    }

    private void assertNormalisation(Path file, String means, String stds) throws IOException {
        try (FlowModel model = inspector.open(file, ReadingOptions.defaults(), ONE_THREAD)) {
            Optional<InputNormalisation> known =
                    model.role(Preprocessing.class).flatMap(role -> role.inputs().normalisation());
            assertThat(known.isPresent()).isEqualTo(means != null);
            if (means != null) {
                assertThat(known.get().agreesWith(new InputNormalisation(doubles(means), doubles(stds))))
                        .as("%s", known.get()).isTrue();
            }
        }
    }

    /** An entry of metadata_props, which may be at the end of a file. */
    private static byte[] metadata(String key, String value) {
        byte[] message = concat(field(1, key.getBytes(StandardCharsets.UTF_8)),
                field(2, value.getBytes(StandardCharsets.UTF_8)));
        return field(14, message);
    }

    private static byte[] field(int number, byte[] content) {
        return concat(new byte[] {(byte) (number << 3 | 2), (byte) content.length}, content);
    }

    private static byte[] concat(byte[] a, byte[] b) {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(a);
        both.writeBytes(b);
        return both.toByteArray();
    }

    private static List<Integer> numbers(String text) {
        return text == null ? List.of()
                : List.of(text.strip().split(" +")).stream().map(Integer::valueOf).toList();
    }

    private static List<Double> doubles(String text) {
        return List.of(text.strip().split(" +")).stream().map(Double::valueOf).toList();
    }

    private static FloatPoints exponentials(FloatPoints logarithms) {
        float[] values = logarithms.toArray();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.exp(values[i]);
        }
        return FloatPoints.wrap(values, logarithms.size(), logarithms.dimension());
    }
}
