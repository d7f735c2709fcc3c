package org.leastaction.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.io.AtomicFiles;

/**
 * A network that was trained on normalised inputs is measured on inputs that are normalised in the same way, without an
 * option.
 */
class NormalisedInputsTest {

    private static final List<Object> NORMALISATION = List.of("--mean", "0.3", "--std", "0.05");

    @TempDir
    static Path folder;

    @TempDir
    Path other;

    private static Path images;
    private static String id;
    private static double accuracy;

    @BeforeAll
    static void trainOnce() throws IOException {
        images = SampleData.images(folder.resolve("images.npz"), 150, 3);
        JsonNode trained = run("train", "--data", images, "--model", "resnet9", "--filters", 4, "--blocks", 1,
                "--epochs", 4, "--batch", 10, "--out", folder.resolve("run"), "--json", NORMALISATION).done().json();
        id = trained.get("id").asText();
        accuracy = trained.get("accuracy_last").asDouble();
        Folders.copy(folder.resolve("run/models").resolve(id), folder.resolve("moved"));
        LapRun.of("export", "--model", folder.resolve("run"), "--out", folder.resolve("exported")).done();
        // As in folders of older versions: not stated in the model, but in the manifest of its run.
        Folders.copy(folder.resolve("run"), folder.resolve("old"));
        Path description = folder.resolve("old/models").resolve(id).resolve("model.json");
        String whole = Files.readString(description);
        Files.writeString(description, whole.replaceAll("(?s)\"normalisation\" : \\{.*?\\},", ""));
        assertThat(Files.readString(description)).isNotEqualTo(whole);
        LapRun.of("export", "--model", folder.resolve("old"), "--out", folder.resolve("old-exported")).done();
        for (String model : List.of("run", "old")) {
            LapRun.of("export", "--model", folder.resolve(model), "--format", "onnx", "--out",
                    folder.resolve(model + ".onnx")).done();
        }
    }

    private static LapRun run(Object... words) {
        return LapRun.of(Stream.of(words)
                .flatMap(word -> word instanceof List<?> list ? list.stream() : Stream.of(word)).toArray());
    }

    private LapRun analyze(String model, Object... more) {
        List<Object> words = new ArrayList<>(List.of("analyze", "--model", folder.resolve(model), "--data", images,
                "--metrics", "accuracy,cost", "--out", other.resolve("out"), "--json"));
        words.addAll(List.of(more));
        return run(words.toArray());
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "moved", "exported", "old", "old-exported", "run.onnx", "old.onnx"})
    void isNormalisedAsInTraining(String model) throws IOException {
        LapRun unasked = analyze(model).done();

        assertThat(unasked.err()).contains("inputs are normalised as in the model's training: mean 0.3, std 0.05");
        assertThat(Analyses.number(unasked.json(), "accuracy")).isEqualTo(accuracy);
        JsonNode configuration = LapRun.Json.object(Files.readString(other.resolve("out/manifest.json")))
                .get("configuration");
        assertThat(configuration.get("normalisation mean").toString()).isEqualTo("[0.3]");
        assertThat(analyze(model, NORMALISATION).done().json()).isEqualTo(unasked.json());
        assertThat(analyze(model, "--mean", "0.3").done().json()).isEqualTo(unasked.json());
    }

    static Stream<List<Object>> contradictions() {
        return Stream.of(List.of("--mean", "0"), List.of("--std", "1"), List.of("--mean", "0.3", "--std", "0.051"),
                List.of("--mean", "0,1", "--std", "0.05"));
    }

    @ParameterizedTest
    @MethodSource("contradictions")
    void aContradictionIsRefusedWithBothValues(List<Object> options) {
        for (String model : List.of("run", "moved", "exported", "old", "run.onnx")) {
            analyze(model, options).refused(2, "the model was trained with mean 0.3, std 0.05; leave the options out");
        }
        assertThat(other.resolve("out")).doesNotExist();
    }

    /**
     * A network of rows that was trained on coloured images takes them with channels last, in every format, and states
     * it: images with channels first are transposed, and no option is needed.
     */
    @Test
    void theOrderOfChannelsOfTrainingIsKept() throws IOException {
        int n = 90;
        float[] last = new float[n * 3 * 8 * 2];
        float[] first = new float[last.length];
        Random random = new Random(11);
        int[] labels = new int[n];
        for (int i = 0; i < last.length; i++) {
            int point = i / 48;
            int channel = i % 3;
            labels[point] = point % 3;
            last[i] = (float) (5 * channel
                    + (1 + channel) * (0.5 * random.nextGaussian() + (channel == labels[point] ? 2 : 0)));
            first[point * 48 + channel * 16 + i % 48 / 3] = last[i];
        }
        Path data = SampleData.write(other.resolve("last.npz"), last, new int[] {n, 8, 2, 3}, labels);
        Path turned = SampleData.write(other.resolve("first.npz"), first, new int[] {n, 3, 8, 2}, labels);
        Path model = other.resolve("mlp");
        double trained = LapRun
                .of("train", "--data", data, "--model", "mlp", "--blocks", 1, "--epochs", 3, "--batch", 10,
                        "--mean", "0,5,10", "--std", "1,2,3", "--out", model, "--json")
                .done().json().get("accuracy_last").asDouble();
        Path file = other.resolve("mlp.onnx");
        LapRun.of("export", "--model", model, "--format", "onnx", "--out", file).done();
        Path saved = other.resolve("saved");
        LapRun.of("export", "--model", model, "--out", saved).done();
        for (Path each : List.of(model, file, saved)) {
            for (Path images : List.of(data, turned)) {
                Path out = other.resolve("out");
                LapRun analysed =
                        LapRun.of("analyze", "--model", each, "--data", images, "--metrics", "accuracy", "--out", out,
                                "--json").done();
                assertThat(Analyses.number(analysed.json(), "accuracy")).as("%s on %s", each, images)
                        .isEqualTo(trained);
                assertThat(analysed.json().has("remarks")).isFalse();
                AtomicFiles.delete(out);
            }
        }
    }

    @Test
    void anAutoencoderKeepsItsNormalisation() throws IOException {
        Path out = other.resolve("autoencoder");
        JsonNode trained =
                run("train", "--model", "autoencoder", "--data", images, "--filters", 4, "--epochs", 1, "--out", out,
                        "--json", NORMALISATION).done().json();
        JsonNode kept = LapRun.Json.object(Files.readString(Path.of(trained.get("model").asText(), "autoencoder.json")))
                .get("normalisation");
        assertThat(kept.toString()).isEqualTo("{\"mean\":[0.3],\"std\":[0.05],\"channels\":\"last\"}");
    }

    @Test
    void aModelThatSaysNothingIsToldOf() throws IOException {
        Path silent = Folders.copy(folder.resolve("exported"), folder.resolve("silent"));
        Files.delete(silent.resolve("inputs.json"));

        assertThat(analyze("silent", "--quiet").done().err()).isEmpty();
        AtomicFiles.delete(other.resolve("out"));
        assertThat(analyze("silent").done().err())
                .contains("the model does not specify the normalisation of its inputs; that of the data set is used:"
                        + " mean 0.0, std 1.0 (--mean and --std set another)");
        analyze("silent", NORMALISATION).refused(2, "of another network or analysis; choose another folder");
        AtomicFiles.delete(other.resolve("out"));
        LapRun told = analyze("silent", NORMALISATION).done();
        assertThat(Analyses.number(told.json(), "accuracy")).isEqualTo(accuracy);
    }
}
