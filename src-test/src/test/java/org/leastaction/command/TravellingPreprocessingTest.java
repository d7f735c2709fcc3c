package org.leastaction.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.io.AtomicFiles;

/**
 * Size, crop, interpolation, colour and class names of a training on pictures of mixed sizes travel with the model, into
 * every format, and are used without an option.
 */
class TravellingPreprocessingTest {

    /** In the order of the file of class names, which is not alphabetical. */
    private static final List<String> FOLDERS = List.of("n3", "n1", "n2");
    private static final List<String> NAMES = List.of("rows", "columns", "squares");
    private static final List<Object> OPTIONS =
            List.of("--resize", 12, "--crop", "10,8", "--interpolation", "bicubic", "--colour", "grey");
    private static final int SIDE = 20;

    @TempDir
    static Path folder;

    @TempDir
    Path other;

    private static Path pictures;
    private static Path names;
    private static double accuracy;

    @BeforeAll
    static void trainOnce() throws IOException {
        pictures = folder.resolve("pictures");
        Random random = new Random(5);
        PictureFolders.write(pictures, FOLDERS, 24,
                label -> drawn(label, SIDE + random.nextInt(8), SIDE + random.nextInt(8), random));
        names = Files.writeString(folder.resolve("names.json"),
                "{\"0\": [\"n3\", \"rows\"], \"1\": [\"n1\", \"columns\"], \"2\": [\"n2\", \"squares\"]}");
        JsonNode trained = run("train", "--data", pictures, "--model", "resnet9", "--filters", 4, "--blocks", 1,
                "--epochs", 2, "--batch", 9, "--out", folder.resolve("run"), "--json", "--class-names", names, OPTIONS)
                .done().json();
        accuracy = trained.get("accuracy_last").asDouble();
        Folders.copy(folder.resolve("run/models").resolve(trained.get("id").asText()), folder.resolve("moved"));
        LapRun.of("export", "--model", folder.resolve("run"), "--out", folder.resolve("exported")).done();
        LapRun.of("export", "--model", folder.resolve("run"), "--format", "onnx", "--out",
                folder.resolve("file.onnx")).done();
    }

    /** Stripes or squares, with noise. */
    private static BufferedImage drawn(int label, int height, int width, Random random) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int row = y / 5 % 2;
                int column = x / 5 % 2;
                int bright = label == 0 ? row : label == 1 ? column : row ^ column;
                image.setRGB(x, y, 0x010101 * (100 * bright + random.nextInt(156)) ^ random.nextInt(64));
            }
        }
        return image;
    }

    private static LapRun run(Object... words) {
        return LapRun.of(Stream.of(words)
                .flatMap(word -> word instanceof List<?> list ? list.stream() : Stream.of(word)).toArray());
    }

    private LapRun analyze(String model, Path data, Object... more) {
        List<Object> words = new ArrayList<>(List.of("analyze", "--model", folder.resolve(model), "--data", data,
                "--metrics", "accuracy,cost", "--out", other.resolve("out"), "--json"));
        words.addAll(List.of(more));
        return run(words.toArray());
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "moved", "exported", "file.onnx"})
    void isPreparedAsInTraining(String model) throws IOException {
        LapRun unasked = analyze(model, pictures).done();

        assertThat(unasked.err()).contains(
                "pictures are resized to 12 (bicubic), cropped to 10 × 8, grey, as the model states",
                "classes are numbered as in the model");
        assertThat(Analyses.number(unasked.json(), "accuracy")).isEqualTo(accuracy);
        JsonNode record = LapRun.Json.object(Files.readString(other.resolve("out/records.jsonl")));
        assertThat(record.at("/data/classes").toString()).isEqualTo("[\"rows\",\"columns\",\"squares\"]");
        for (List<Object> agreed : List.of(OPTIONS, List.<Object>of("--class-names", names),
                List.<Object>of("--resize", 12, "--crop", "10,8"))) {
            AtomicFiles.delete(other.resolve("out"));
            assertThat(Analyses.number(analyze(model, pictures, agreed).done().json(), "accuracy"))
                    .isEqualTo(accuracy);
        }
    }

    @Test
    void inspectShowsWhatAFileStates() {
        assertThat(run("inspect", folder.resolve("file.onnx")).done().out()).contains(
                "stated      normalisation: mean ",
                "stated      pictures resized to 12 (bicubic), cropped to 10 × 8, grey",
                "stated      3 classes: rows, columns, squares");
    }

    static Stream<List<Object>> contradictions() {
        return Stream.of(List.of("--resize", 14), List.of("--crop", 10), List.of("--resize", 12, "--crop", 10),
                List.of("--resize", 12, "--crop", "8,10"), List.of("--interpolation", "bilinear"),
                List.of("--colour", "rgb"), List.of("--colour", "bgr"));
    }

    @ParameterizedTest
    @MethodSource("contradictions")
    void aContradictionIsRefusedWithBothValues(List<Object> options) {
        for (String model : List.of("run", "moved", "exported", "file.onnx")) {
            LapRun refused = analyze(model, pictures, options).refused(2, "the model was trained with pictures resized"
                    + " to 12 (bicubic), cropped to 10 × 8, grey; leave the options out");
            assertThat(refused.err()).contains("the options mean pictures ");
        }
        assertThat(other.resolve("out")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "columns%rows%squares            | class 0 is 'columns' in the file and 'rows' in the model",
            "rows%columns%circles            | class 2 is 'circles' in the file and 'squares' in the model"})
    void otherClassNamesAreRefusedWithBothNames(String file, String problem) throws IOException {
        Path given = Files.writeString(other.resolve("names"), file.replace('%', '\n'));
        for (String model : List.of("run", "moved", "exported", "file.onnx")) {
            analyze(model, pictures, "--class-names", given).refused(2, problem);
        }
    }

    /** Folders that are called as the classes in words, in another order and without one of the classes. */
    @Test
    void classesAreMatchedByName() throws IOException {
        Path renamed = other.resolve("renamed");
        for (int label = 1; label < NAMES.size(); label++) {
            Folders.copy(pictures.resolve("test").resolve(FOLDERS.get(label)),
                    renamed.resolve("test").resolve(NAMES.get(label)));
        }
        Path part = other.resolve("part");
        for (int label = 1; label < NAMES.size(); label++) {
            Folders.copy(pictures.resolve("test").resolve(FOLDERS.get(label)),
                    part.resolve("test").resolve(FOLDERS.get(label)));
        }
        double own = Analyses.number(analyze("file.onnx", part).done().json(), "accuracy");
        AtomicFiles.delete(other.resolve("out"));
        assertThat(Analyses.number(analyze("file.onnx", renamed).done().json(), "accuracy")).isEqualTo(own);
        AtomicFiles.delete(other.resolve("out"));
        Files.move(renamed.resolve("test/columns"), renamed.resolve("test/circles"));
        analyze("file.onnx", renamed).refused(2,
                "circles: is a class folder that the model lacks; its classes are n3,"
                        + " n1, n2; --class-names gives the folders their numbers");
        Path given = Files.writeString(other.resolve("names.json"),
                "[[\"rows\", \"rows\"], [\"circles\", \"columns\"], [\"squares\", \"squares\"]]");
        assertThat(Analyses.number(
                analyze("file.onnx", renamed, "--class-names", given).done().json(), "accuracy")).isEqualTo(own);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"bicubic | bilinear", "\"n1\", \"n2\" | \"n2\", \"n1\""})
    void modelsThatStateDifferentInputsAreNotCompared(String stated, String changed) throws IOException {
        withInputs(stated, changed);
        run("compare", folder.resolve("exported"), other.resolve("changed"), "--data", pictures, "--metrics",
                "cost,accuracy", "--out", other.resolve("out"), "--quiet").refused(2,
                        "get different samples from these data: they"
                                + " state different sizes, crops, interpolations or colours of pictures, or different orders");
    }

    /** Both have the same labels, which are numbers. */
    @Test
    void modelsOfDifferentOrdersOfClassesAreNotCompared() throws IOException {
        withInputs("\"n1\", \"n2\"", "\"n2\", \"n1\"", "\"columns\", \"squares\"", "\"squares\", \"columns\"");
        StringBuilder list = new StringBuilder("path,label\n");
        for (int i = 0; i < 24; i++) {
            list.append(pictures).append("/test/n3/").append(i).append(".png,").append(i % 3).append('\n');
        }
        Path listed = Files.writeString(other.resolve("list.csv"), list);
        Object[] words =
                {"compare", folder.resolve("exported"), other.resolve("changed"), "--data", listed, "--metrics",
                        "cost", "--out", other.resolve("out"), "--quiet"};
        run(words).refused(2, "exported and changed have their classes in different orders: class 1 is 'columns' in the"
                + " first and 'squares' in the second");
        run(Stream.concat(Stream.of(words), Stream.of("--no-labels")).toArray()).done();
    }

    /** The remark on the normalisation is not that of the first model. */
    @Test
    void eachModelOfAComparisonHasItsRemarks() throws IOException {
        withInputs("\"normalisation\"", "\"unknown\"");
        assertThat(run("compare", folder.resolve("exported"), other.resolve("changed"), "--data", pictures,
                "--metrics", "cost", "--out", other.resolve("out")).done().err())
                .contains("inputs are normalised as in the model's training",
                        "changed states other inputs than the networks before it",
                        "the model does not specify the normalisation of its inputs");
    }

    /** A copy of a model with texts of its description replaced, the first by the second and so on. */
    private void withInputs(String... texts) throws IOException {
        Path inputs = Folders.copy(folder.resolve("exported"), other.resolve("changed")).resolve("inputs.json");
        String json = Files.readString(inputs);
        for (int i = 0; i < texts.length; i += 2) {
            assertThat(json).contains(texts[i]);
            json = json.replace(texts[i], texts[i + 1]);
        }
        Files.writeString(inputs, json);
    }

    @Test
    void otherCommandsUseItToo() {
        LapRun compared = run("compare", folder.resolve("moved"), folder.resolve("file.onnx"), "--data", pictures,
                "--metrics", "cost,accuracy", "--out", other.resolve("out"), "--json").done();
        assertThat(compared.err()).contains("as the model states");
        assertThat(compared.json().toString()).contains("about equally far in both").contains("squares");
        LapRun detected = run("detect", "--model", folder.resolve("moved"), "--data", pictures, "--out",
                other.resolve("detected"));
        assertThat(detected.err()).contains("as the model states");
    }
}
