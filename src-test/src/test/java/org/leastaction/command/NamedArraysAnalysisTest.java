package org.leastaction.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.points.io.NpyArray;
import org.leastaction.points.io.Npz;

/** Pictures in an array that is named as the input of a vision transformer, through {@code lap analyze}. */
class NamedArraysAnalysisTest {

    private static final int[] LABELS = {0, 1, 2, 1, 0};
    private static final int CLASSES = 3;

    @TempDir
    private Path folder;

    private Map<String, NpyArray> golden;
    private Path model;

    @BeforeEach
    void copyTheModel() throws IOException {
        Path files = Repository.root().resolve("lap-onnx/src/test/resources/golden/tokens");
        golden = Npz.read(files.resolve("vit.npz"));
        model = Files.copy(files.resolve("vit.onnx"), folder.resolve("vit.onnx"));
    }

    private Path data(String name, NpyArray pictures) throws IOException {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put(name, pictures);
        arrays.put("labels", NpyArray.of(LABELS, LABELS.length));
        Path file = folder.resolve("pictures.npz");
        Npz.write(file, arrays);
        return file;
    }

    private void stateNormalisation() throws IOException {
        Files.writeString(folder.resolve("preprocessor_config.json"),
                "{\"image_mean\": [0.2, 0.5, 0.7], \"image_std\": [0.5, 0.25, 0.4]}");
    }

    private LapRun analysed(Path data, Object... options) {
        List<Object> arguments = new ArrayList<>(List.of("analyze", "--model", model, "--data", data, "--html-points",
                "0", "--out", folder.resolve("out-" + options.length), "--json"));
        arguments.addAll(List.of(options));
        if (!arguments.contains("--metrics")) {
            arguments.addAll(List.of("--metrics", "accuracy,cost"));
        }
        return LapRun.of(arguments.toArray());
    }

    /** The mean negative log-likelihood of PyTorch's logits. */
    private double expected() {
        double[] logits = golden.get("logits").doubles();
        double sum = 0;
        for (int i = 0; i < LABELS.length; i++) {
            double total = 0;
            for (int c = 0; c < CLASSES; c++) {
                total += Math.exp(logits[i * CLASSES + c]);
            }
            sum += Math.log(total) - logits[i * CLASSES + LABELS[i]];
        }
        return sum / LABELS.length;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aNormalisationThatAFileStatesIsNotAppliedAgain(boolean stated) throws IOException {
        if (stated) {
            stateNormalisation();
        }
        LapRun run = analysed(data("pixel_values", golden.get("pixel_values"))).done();

        assertThat(run.json().path("nll").path("value").asDouble()).isCloseTo(expected(), within(1e-4));
        assertThat(run.err()).doesNotContain("inputs are normalised");
        if (stated) {
            assertThat(run.err()).contains("'pixel_values' is taken as it is; it should be normalised as in the model's"
                    + " training: mean 0.2,0.5,0.7");
        }
    }

    @Test
    void bytesInPlaceOfRealNumbersAreRefused() throws IOException {
        Path file = folder.resolve("bytes.npz");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("pixel_values.npy"));
            String header = "{'descr': '|u1', 'fortran_order': False, 'shape': (5, 3, 8, 8), }";
            String padded = String.format("%-117s%n", header);
            zip.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) padded.length(), 0});
            zip.write(padded.getBytes(StandardCharsets.US_ASCII));
            zip.write(new byte[5 * 3 * 8 * 8]);
        }

        analysed(file).refused(2, "'pixel_values' has bytes from 0 to 255, and the network takes float32; give what the"
                + " network takes, e.g. (x / 255 - mean) / std");
    }

    @Test
    void aMeanOfTheOptionsIsRefused() throws IOException {
        analysed(data("pixel_values", golden.get("pixel_values")), "--mean", "0.5")
                .refused(2, "an array that is named as an input of the network, such as 'pixel_values', is taken as it"
                        + " is");
    }

    /** 5 pictures of 5 tokens: measures of labels would count each label 5 times. */
    @Test
    void tokensHaveNoAccuracyAndAreCountedBySample() throws IOException {
        Path data = data("pixel_values", golden.get("pixel_values"));
        JsonNode json = analysed(data, "--particle", "token", "--metrics", "accuracy,cost,gap,geometry,holder,frontier")
                .done().json();

        assertThat(json.get("samples").asInt()).isEqualTo(25);
        assertThat(json.get("token_samples").asInt()).isEqualTo(5);
        for (String key : List.of("accuracy", "nll", "ece", "margin", "nc1", "holder_within_exponent")) {
            assertThat(json.get(key).isNull()).as(key).isTrue();
            assertThat(json.get(key + "_reason").asText()).as(key)
                    .isEqualTo("a token has the label and the scores of its"
                            + " sample; --particle sample, class or mean counts samples");
        }
        assertThat(json.has("transport_cost_classes")).isFalse();
        assertThat(json.get("costliest_samples").get("sample")).allSatisfy(
                sample -> assertThat(sample.asInt()).isBetween(0, 4));
        assertThat(json.get("summary")).singleElement().satisfies(sentence -> assertThat(sentence.get("text").asText())
                .startsWith("Only 5 samples were measured"));
    }

    @Test
    void tokensNeedAnArrayByName() throws IOException {
        Path data = data("x_test", golden.get("pixel_values"));
        analysed(data, "--particle", "token").refused(2,
                "--particle token needs a .npz file with an array for each input"
                        + " of the network, named as the input: pixel_values");
    }

    /** Of a network with free lengths, which only the arrays give. */
    @Test
    void aMissingArrayIsNamed() throws IOException {
        Path tokens = Repository.root().resolve("lap-onnx/src/test/resources/golden/tokens");
        Map<String, NpyArray> arrays = Npz.read(tokens.resolve("bert.npz"));
        Path file = folder.resolve("part.npz");
        Npz.write(file, Map.of("input_ids", arrays.get("input_ids"), "attention_mask", arrays.get("attention_mask")));

        LapRun.of("analyze", "--model", tokens.resolve("bert.onnx"), "--data", file, "--out", folder.resolve("out"))
                .refused(2, "and the data have no array 'token_type_ids', only attention_mask, input_ids");
    }

    @ParameterizedTest
    @ValueSource(strings = {"compare", "detect"})
    void tokensAreNotComparedOrDetected(String command) throws IOException {
        Path data = data("pixel_values", golden.get("pixel_values"));
        List<Object> models = command.equals("compare") ? List.of(model, model) : List.of("--model", model);
        List<Object> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(models);
        arguments.addAll(List.of("--data", data, "--particle", "token", "--out", folder.resolve("out")));

        LapRun.of(arguments.toArray()).refused(2, "--particle token: tokens of one sample have its label and scores");
    }
}
