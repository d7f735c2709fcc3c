package org.leastaction.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.leastaction.points.io.NpyArray;
import org.leastaction.points.io.Npz;

/** Regression networks, embeddings and backbones: everything but the accuracy is measured, and labels are not needed. */
class NetworksWithoutClassesTest {

    private static final int POINTS = 40;

    @TempDir
    Path folder;

    private int runs;

    private static Path network(String name) {
        return Repository.root().resolve("lap-onnx/src/test/resources/golden/io").resolve(name + ".onnx");
    }

    /** Its targets are real numbers; without the ending, its single output is read as the logit of two classes. */
    @Test
    void regressionIsMeasuredWithItsTargetsInTheFile() throws IOException {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("x_test", NpyArray.of(gaussians(POINTS * 3), POINTS, 3));
        arrays.put("y_test", NpyArray.of(gaussians(POINTS), POINTS));
        Path data = folder.resolve("targets.npz");
        Npz.write(data, arrays);
        LapRun run = analyzed("end_value_and_moves", data, "--output", "first", "--ending", "points");
        assertMeasured(run);
        assertThat(run.err()).contains("y_test holds real numbers, which are no classes; no measure uses them");
        LapRun.of("analyze", "--model", network("end_value_and_moves"), "--output", "first", "--data", data, "--out",
                folder.resolve("no"))
                .refused(2, "y_test holds real numbers, which are no classes; classes are whole numbers from 0; of a"
                        + " regression or embedding network, --ending points measures everything but the accuracy");
    }

    /** Nothing tells a regression from a classifier where there are no labels: what is assumed is said, and by which option it changes. */
    @Test
    void dataWithoutLabelsNeedTheEndingToBeNamed() throws IOException {
        Path data = folder.resolve("unlabelled.npz");
        Npz.write(data, Map.of("x_test", NpyArray.of(gaussians(POINTS * 3), POINTS, 3)));
        LapRun.of("analyze", "--model", network("end_value_and_moves"), "--output", "first", "--data", data, "--out",
                folder.resolve("no"))
                .refused(2, "has x_test but no labels y_test; 'lap analyze --no-labels' measures what needs none; of a"
                        + " regression or embedding network, --ending points measures everything but the accuracy");
        String assumed = "the output 'first' is read as the scores of 2 classes; if the network is a regression or an"
                + " embedding, --ending points reads it as it is";
        assertThat(analyzed("end_value_and_moves", data, "--output", "first", "--no-labels").done().err())
                .contains(assumed);
        LapRun points = analyzed("end_value_and_moves", data, "--output", "first", "--ending", "points");
        assertMeasured(points);
        assertThat(points.err()).doesNotContain("is read as");
        assertThat(LapRun
                .of("compare", network("end_value_and_moves"), network("end_value_and_moves"), "--names", "a,b",
                        "--output", "first", "--no-labels", "--data", data, "--out", folder.resolve("compared"))
                .done().err())
                .containsOnlyOnce(assumed);
    }

    /** Whole numbers that are no classes: of another shape, negative, too great. */
    @ParameterizedTest
    @MethodSource("wholeTargets")
    void wholeTargetsOfRegressionAreLeftOut(NpyArray targets, String reason) throws IOException {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("x_test", NpyArray.of(gaussians(POINTS * 3), POINTS, 3));
        arrays.put("y_test", targets);
        Path data = folder.resolve("targets.npz");
        Npz.write(data, arrays);
        LapRun run = analyzed("end_value_and_moves", data, "--output", "first", "--ending", "points");
        assertMeasured(run);
        assertThat(run.err()).contains("y_test" + reason + "; no measure uses them");
    }

    private static Stream<Arguments> wholeTargets() {
        long[] great = new long[POINTS];
        great[2] = 1L << 40;
        int[] negative = new int[POINTS];
        negative[3] = -5;
        return Stream.of(
                Arguments.of(NpyArray.of(new long[POINTS], POINTS, 1), " has shape [40, 1], which is not one class for"
                        + " each point"),
                Arguments.of(NpyArray.of(negative, POINTS),
                        ": label -5 of point 3 is below 0, so these are no classes"),
                Arguments.of(NpyArray.of(great, POINTS),
                        ": label 1099511627776 of point 2 is too great, so these are no"
                                + " classes"));
    }

    /** The network is a sampler: its outputs have the shape of its inputs and follow its blocks. */
    @Test
    void pointsWithoutLabelsAreEnough() throws IOException {
        Path golden = network("end_sampler").resolveSibling("end_sampler.npz");
        NpyArray input = Npz.read(golden, "input");
        Path data = folder.resolve("points.npz");
        float[] once = input.floats();
        float[] repeated = new float[4 * once.length]; // a verdict needs 20 samples
        for (int i = 0; i < repeated.length; i++) {
            repeated[i] = once[i % once.length];
        }
        Npz.write(data, Map.of("x_test", NpyArray.of(repeated, 4 * input.shape().get(0), 2)));
        JsonNode json = assertMeasured(analyzed("end_sampler", data));
        double cost = 0;
        String[] states = {"start", "output_0", "output_1"};
        for (int k = 1; k < states.length; k++) {
            float[] from = Npz.read(golden, states[k - 1]).floats();
            float[] to = Npz.read(golden, states[k]).floats();
            for (int i = 0; i < from.length; i++) {
                cost += Math.pow((double) to[i] - from[i], 2) / input.shape().get(0);
            }
        }
        assertThat(json.get("transport_cost").asDouble()).isCloseTo(cost, within(1e-4 * cost));
    }

    @Test
    void picturesWithoutClassFoldersAreEnough() throws IOException {
        Path pictures = folder.resolve("pictures");
        Random random = new Random(3);
        for (int i = 0; i < POINTS; i++) {
            BufferedImage picture = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
            for (int pixel = 0; pixel < 64; pixel++) {
                picture.setRGB(pixel % 8, pixel / 8, random.nextInt(1 << 24));
            }
            PictureFolders.write(pictures.resolve(i + ".png"), picture);
        }
        JsonNode json = assertMeasured(analyzed("end_scales", pictures));
        assertThat(json.get("samples").asInt()).isEqualTo(POINTS);
        LapRun.of("analyze", "--model", network("smooth"), "--data", pictures, "--out", folder.resolve("no"))
                .refused(2, "holds images but no class folders, so they have no labels")
                .refused(2, "'lap analyze --no-labels'");
        JsonNode classifier = analyzed("smooth", pictures, "--no-labels").json();
        assertThat(classifier.get("accuracy_reason").asText()).contains("no labels");
        assertThat(classifier.get("transport_cost").asDouble()).isPositive();
    }

    private JsonNode assertMeasured(LapRun run) {
        JsonNode json = run.json();
        for (String key : new String[] {"transport_cost", "displacement", "w2_squared", "straightness"}) {
            assertThat(json.get(key).isNull()).as(key).isFalse();
        }
        assertThat(json.get("accuracy").isNull()).isTrue();
        assertThat(json.get("accuracy_reason").asText()).isEqualTo("the network has no classes");
        assertThat(json.get("summary").toString()).contains("the accuracy (the network has no classes)");
        assertThat(folder.resolve("out" + (runs - 1)).resolve("report.pdf")).isRegularFile();
        return json;
    }

    private LapRun analyzed(String network, Path data, Object... more) {
        Object[] command = {"analyze", "--model", network(network), "--data", data, "--metrics", "accuracy,cost,gap",
                "--out", folder.resolve("out" + runs++), "--json"};
        Object[] all = Arrays.copyOf(command, command.length + more.length);
        System.arraycopy(more, 0, all, command.length, more.length);
        return LapRun.of(all).done();
    }

    private static float[] gaussians(int size) {
        Random random = new Random(5);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
