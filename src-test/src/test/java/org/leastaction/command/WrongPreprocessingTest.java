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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A network whose file states nothing about its inputs, measured with every wrong preprocessing: the first sentence of
 * the report, or the error, names the cause.
 */
class WrongPreprocessingTest {

    private static final List<String> CLASSES = List.of("red", "green", "blue");
    private static final int SIDE = 12;
    private static final Object[] RIGHT = {"--mean", "0.45,0.5,0.55", "--std", "0.02,0.02,0.02", "--class-names"};

    @TempDir
    static Path folder;

    @TempDir
    Path other;

    private static Path pictures;
    private static Path names;

    @BeforeAll
    static void trainOnce() throws IOException {
        pictures = folder.resolve("pictures");
        Random random = new Random(7);
        PictureFolders.write(pictures, CLASSES, 40, label -> drawn(label, SIDE, random));
        names = Files.writeString(folder.resolve("names"), String.join("\n", CLASSES));
        List<Object> train = new ArrayList<>(List.of("train", "--data", pictures, "--model", "resnet9", "--filters", 8,
                "--blocks", 1, "--epochs", 15, "--batch", 10, "--out", folder.resolve("run")));
        train.addAll(List.of(RIGHT));
        train.add(names);
        LapRun.of(train.toArray()).done();
        LapRun.of("export", "--model", folder.resolve("run"), "--out", folder.resolve("silent")).done();
        Files.delete(folder.resolve("silent/inputs.json"));
    }

    /** Grey noise with a tint of the class, which only the right normalisation makes visible. */
    private static BufferedImage drawn(int label, int side, Random random) {
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        for (int pixel = 0; pixel < side * side; pixel++) {
            int rgb = 0;
            for (int channel = 0; channel < 3; channel++) {
                rgb = rgb << 8 | 115 + 12 * channel + (channel == label ? 14 : 0) + random.nextInt(5);
            }
            image.setRGB(pixel % side, pixel / side, rgb);
        }
        return image;
    }

    private LapRun analyze(Object... more) {
        List<Object> words = new ArrayList<>(List.of("analyze", "--model", folder.resolve("silent"), "--metrics",
                "accuracy,cost", "--out", other.resolve("out"), "--json"));
        words.addAll(List.of(more));
        return LapRun.of(words.toArray());
    }

    private static JsonNode first(LapRun run) {
        JsonNode sentence = run.done().json().at("/summary/0");
        assertThat(sentence.get("topic").asText()).isEqualTo("inputs");
        return sentence.get("text");
    }

    @Test
    void theRightOneIsAccurateAndSaysWhatWasAssumed() {
        LapRun run = analyze("--data", pictures, "--mean", "0.45,0.5,0.55", "--std", "0.02", "--class-names", names);
        assertThat(Analyses.number(run.done().json(), "accuracy")).isGreaterThan(0.9);
        assertThat(first(run).asText()).isEqualTo("The model does not state the normalisation of its inputs (--mean,"
                + " --std), how pictures are resized and cropped (--resize, --crop), the order of the colours (--colour"
                + " rgb or bgr) and the order of its classes (--class-names, --label-map): what was given or assumed may differ"
                + " from the training.");
    }

    @Test
    void withoutTheNormalisation() {
        LapRun run = analyze("--data", pictures, "--class-names", names);
        assertThat(run.err()).contains("the model does not specify the normalisation of its inputs");
        assertThat(first(run).asText()).contains("is not significantly better than chance, 33.3 %",
                "The model does not state the normalisation of its inputs (--mean, --std)", "the likely causes");
        assertThat(Files.exists(other.resolve("out/report.pdf"))).isTrue();
    }

    /** The run states its normalisation, the export does not: on the same pictures, one is accurate and the other is not. */
    @Test
    void aComparisonSaysOfWhichModelTheInputsAreDoubtful() {
        LapRun run = LapRun.of("compare", folder.resolve("run"), folder.resolve("silent"), "--names", "own,silent",
                "--data", pictures, "--class-names", names, "--metrics", "accuracy,cost", "--out",
                other.resolve("out"), "--json").done();
        JsonNode summary = run.json().at("/pairs/0/summary");
        assertThat(summary.findValuesAsText("topic")).containsOnlyOnce("inputs").startsWith("inputs");
        assertThat(summary.at("/0/text").asText()).startsWith("silent: The accuracy, 33.3 %").contains(
                "is not significantly better than chance, 33.3 %",
                "The model does not state the normalisation of its inputs (--mean, --std)", "the likely causes");
    }

    @Test
    void aDetectionSaysThatTheInputsAreDoubtful() {
        LapRun run = LapRun.of("detect", "--model", folder.resolve("silent"), "--data", pictures, "--class-names",
                names, "--samples", 100, "--out", other.resolve("out"));
        assertThat(run.err()).contains("is not significantly better than chance, ",
                "The model does not state the normalisation of its inputs (--mean, --std)");
    }

    @Test
    void withBlueFirst() {
        LapRun run = analyze("--data", pictures, "--mean", "0.55,0.5,0.45", "--std", "0.02", "--class-names", names,
                "--colour", "bgr");
        assertThat(first(run).asText()).contains("The labels seem permuted: red is taken for blue",
                "the order of the colours (--colour rgb or bgr)");
    }

    /** Without the file of class names, folders are numbered in alphabetical order. */
    @Test
    void withTheClassesInAnotherOrder() {
        LapRun run = analyze("--data", pictures, "--mean", "0.45,0.5,0.55", "--std", "0.02");
        assertThat(first(run).asText()).contains("The labels seem permuted: ", "(--class-names or --label-map gives",
                "the order of its classes (--class-names, --label-map)");
    }

    @Test
    void withAnotherSize() throws IOException {
        Path large = other.resolve("large");
        Random random = new Random(8);
        for (int label = 0; label < CLASSES.size(); label++) {
            PictureFolders.write(large.resolve("test").resolve(CLASSES.get(label)).resolve("0.png"),
                    drawn(label, SIDE + 3, random));
        }
        analyze("--data", large).refused(2, "--resize");
    }
}
