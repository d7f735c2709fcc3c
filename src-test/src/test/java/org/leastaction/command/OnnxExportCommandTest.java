package org.leastaction.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code lap export --format onnx}: what was trained on one backend and is analysed on the other has the same figures. */
class OnnxExportCommandTest {

    /** Relative; a network's states differ by rounding. */
    private static final double TOLERANCE = 1e-4;
    /** Of a gap, a difference of large numbers: of the displacement, the greatest of them. */
    private static final double CANCELLED = 1e-5;
    private static final double ZERO = 1e-9;
    /** Also what draws the data of an analysis whose model has no record. */
    private static final long SEED = 0;

    @TempDir
    Path folder;

    @Test
    void aNetworkOfThePlaneHasTheSameFigures() {
        train("--data", "circles", "--train-size", 128, "--test-size", 60, "--model", "mlp", "--blocks", 3, "--epochs",
                3);
        assertSameFigures("--data", "circles", "--test-size", 60, "--samples", 60);
    }

    @Test
    void aNetworkOfImagesHasTheSameFigures() throws IOException {
        Path images = SampleData.images(folder.resolve("images.npz"), 60, 3);
        train("--data", images, "--model", "resnet9", "--filters", 4, "--blocks", 3, "--epochs", 3, "--time-step", 0.5);
        assertSameFigures("--data", images);
    }

    @Test
    void aNetworkOnAFrozenEncoderHasTheSameFigures() throws IOException {
        Path images = SampleData.images(folder.resolve("images.npz"), 60, 3);
        LapRun.of("train", "--model", "autoencoder", "--data", images, "--filters", 4, "--epochs", 1, "--out",
                folder.resolve("ae")).done();
        train("--data", images, "--model", "resnet9", "--filters", 4, "--blocks", 2, "--epochs", 1,
                "--encoder", folder.resolve("ae"), "--freeze-encoder");
        assertSameFigures("--data", images);
    }

    @Test
    void whatCannotBeWrittenIsRefusedInOneLine() throws IOException {
        train("--data", "circles", "--train-size", 64, "--test-size", 20, "--model", "mlp", "--blocks", 1, "--epochs",
                1);
        Path run = folder.resolve("run");
        Path file = folder.resolve("network.onnx");
        LapRun.of("export", "--model", run, "--format", "onnx").refused(2,
                "--out names the file to write; it is required");
        LapRun.of("export", "--model", run, "--format", "onxx", "--out", file)
                .refused(2, "--format onxx: there is no such format; known are own, onnx");
        LapRun.of("export", "--model", run, "--format", "onnx", "--out", folder.resolve("exported"))
                .refused(2, "--out names a file NAME.onnx for --format onnx, not ");
        Path directory = Files.createDirectory(folder.resolve("directory.onnx"));
        LapRun.of("export", "--model", run, "--format", "onnx", "--out", directory)
                .refused(2, "--out names a file for --format onnx, and " + directory + " is a folder");
        Path golden = Repository.root().resolve("lap-onnx/src/test/resources/golden/plane.onnx");
        LapRun.of("export", "--model", golden, "--format", "onnx", "--out", file)
                .refused(2, "the backend onnx can describe only the layers of models that were trained here");
        Path foreign = Repository.root().resolve("lap-tf/src/test/resources/golden/savedmodel");
        LapRun.of("export", "--model", foreign, "--format", "onnx", "--out", file)
                .refused(2, "the backend tensorflow can describe only the layers of models");
        assertThat(file).doesNotExist();

        Path below = Files.writeString(folder.resolve("a-file"), "no folder").resolve("network.onnx");
        LapRun.of("export", "--model", run, "--format", "onnx", "--out", below).refused(1, "cannot write " + below);
        Files.writeString(file, "what stood there");
        LapRun.of("export", "--model", run, "--format", "onnx", "--out", file).done();
        LapRun.of("inspect", file).done();
        assertThat(Folders.files(folder)).noneMatch(name -> name.endsWith(".tmp"));
    }

    private void train(Object... options) {
        System.out.println("seed: " + SEED);
        run("train", options, "--seed", SEED, "--out", folder.resolve("run")).done();
    }

    private void assertSameFigures(Object... data) {
        Path file = folder.resolve("network.onnx");
        JsonNode answer = LapRun.of("export", "--model", folder.resolve("run"), "--format", "onnx", "--out", file,
                "--json").done().json();
        assertThat(answer.get("format").asText()).isEqualTo("ONNX");
        assertThat(answer.get("file").asText()).isEqualTo(file.toString());
        JsonNode own = analysed(folder.resolve("run"), "own", data);
        JsonNode again = analysed(file, "again", data);
        List<String> compared = new ArrayList<>();
        own.fields().forEachRemaining(entry -> compare(entry.getKey(), own, again, compared));
        assertThat(compared).contains("transport_cost", "w2_squared", "ot_gap", "accuracy", "nll", "straightness",
                "lipschitz_pairs");
    }

    /** Compares what one key of two analyses holds, number by number. */
    private static void compare(String key, JsonNode own, JsonNode again, List<String> compared) {
        JsonNode expected = own.get(key);
        JsonNode actual = again.path(key);
        compared.add(key);
        // Random directions fall differently where coordinates are in another order, as in ONNX's images.
        if (key.equals("sliced_w2")) {
            assertThat(actual.get("low").asDouble()).as(key).isLessThanOrEqualTo(expected.get("high").asDouble());
            assertThat(actual.get("high").asDouble()).as(key).isGreaterThanOrEqualTo(expected.get("low").asDouble());
            return;
        }
        if (key.equals("max_sliced_w2")) {
            assertThat(actual.asDouble()).as(key)
                    .isCloseTo(expected.asDouble(), within(0.2 * expected.asDouble()));
            return;
        }
        assertSame(key, expected, actual, key.contains("gap") ? CANCELLED * own.get("displacement").asDouble() : ZERO);
    }

    private static void assertSame(String what, JsonNode expected, JsonNode actual, double absolute) {
        if (expected.isNumber()) {
            double value = expected.asDouble();
            assertThat(actual.asDouble()).as(what)
                    .isCloseTo(value, within(TOLERANCE * Math.abs(value) + absolute));
        } else if (expected.isContainerNode()) {
            assertThat(actual.size()).as("size of %s", what).isEqualTo(expected.size());
            for (int i = 0; expected.isArray() && i < expected.size(); i++) {
                assertSame(what + "[" + i + "]", expected.get(i), actual.get(i), absolute);
            }
            expected.fields().forEachRemaining(entry -> assertSame(
                    what + "." + entry.getKey(), entry.getValue(), actual.path(entry.getKey()), absolute));
        } else {
            // An ONNX file names its blocks.
            assertThat(actual.asText().replaceAll(" \\(segment[^)]*_output\\)", "")).as(what)
                    .isEqualTo(expected.asText());
        }
    }

    private JsonNode analysed(Path model, String out, Object... data) {
        return run("analyze", data, "--model", model, "--metrics", "accuracy,cost,gap,holder,blocks", "--out",
                folder.resolve(out), "--json").done().json();
    }

    private static LapRun run(String command, Object[] options, Object... more) {
        List<Object> words = new ArrayList<>(List.of(command));
        words.addAll(Arrays.asList(options));
        words.addAll(Arrays.asList(more));
        return LapRun.of(words.toArray());
    }
}
