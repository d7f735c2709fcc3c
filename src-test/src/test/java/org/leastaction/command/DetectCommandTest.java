package org.leastaction.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.leastaction.points.io.NpyArray;
import org.leastaction.points.io.Npz;

/** {@code lap detect} on networks that are trained here: one of the plane, one of images. */
class DetectCommandTest {

    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    private static Path plane;

    @BeforeAll
    static void trainOnce() {
        plane = shared.resolve("plane");
        LapRun.of("train", "--data", "circles", "--train-size", 200, "--test-size", 100, "--model", "mlp",
                "--blocks", 4, "--epochs", 20, "--seed", 1, "--out", plane).done();
    }

    private LapRun detect(Path out, Object... more) {
        Object[] all = new Object[more.length + 12];
        Object[] first =
                {"detect", "--model", plane, "--data", "circles", "--test-size", 400, "--samples", 400, "--out",
                        out, "--json"};
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(more, 0, all, first.length, more.length);
        return LapRun.of(all);
    }

    @Test
    void seenAndUnseenAttacksAndOtherDataHaveAreasWithIntervals() throws IOException {
        Path far = farPoints(folder.resolve("far.npz"));
        Path out = folder.resolve("out");

        JsonNode answer = detect(out, "--attack-linf", 0.4, "--attack-l2", 0.5, "--other-data", far).done().json();

        assertThat(answer.has("inputs")).as("a doubt about the inputs").isFalse();
        assertThat(answer.path("abnormal")).hasSize(5);
        for (JsonNode kind : answer.path("abnormal")) {
            for (String detector : new String[] {"transport", "max_softmax", "mahalanobis"}) {
                JsonNode area = kind.path("roc_area").path(detector);
                assertThat(area.path("low").asDouble()).as("%s, %s", kind.path("kind"), detector)
                        .isBetween(0.0, area.path("value").asDouble());
                assertThat(area.path("high").asDouble()).isBetween(area.path("value").asDouble(), 1.0);
                assertThat(kind.path("false_positives_at_95").path(detector).path("value").asDouble())
                        .isBetween(0.0, 1.0);
            }
        }
        JsonNode seen = answer.path("abnormal").get(1);
        assertThat(seen.path("kind").asText()).isEqualTo("apgd_ce_linf");
        assertThat(seen.path("to_the_detector").asText()).isEqualTo("seen");
        assertThat(seen.path("roc_area").path("transport").path("value").asDouble()).as("seed 0").isGreaterThan(0.7);
        JsonNode other = answer.path("abnormal").get(4);
        assertThat(other.path("to_the_detector").asText()).isEqualTo("other data");
        assertThat(other.path("roc_area").path("mahalanobis").path("value").asDouble()).as("far points")
                .isGreaterThan(0.9);
        assertThat(Folders.files(out)).containsExactlyInAnyOrder("detection.json", "detection.pdf");
        assertThat(Files.size(out.resolve("detection.pdf"))).isGreaterThan(10_000);
        assertThat(LapRun.Json.object(Files.readString(out.resolve("detection.json")))).isEqualTo(answer);
    }

    @Test
    void theSameSeedGivesTheSameFiles() throws IOException {
        detect(folder.resolve("a"), "--attack-linf", 0.4, "--attack-l2", 0.5, "--seed", 7).done();
        detect(folder.resolve("b"), "--attack-linf", 0.4, "--attack-l2", 0.5, "--seed", 7, "--batch", 33).done();

        for (String file : new String[] {"detection.json", "detection.pdf"}) {
            assertThat(folder.resolve("b").resolve(file)).hasSameBinaryContentAs(folder.resolve("a").resolve(file));
        }
    }

    @Test
    void imagesOfAnotherSizeAndColourAreFitted() throws IOException {
        Path images = SampleData.images(folder.resolve("images.npz"), 600, 3);
        Random random = new Random(3);
        float[] colours = new float[200 * 12 * 12 * 3];
        for (int i = 0; i < colours.length; i++) {
            colours[i] = random.nextFloat();
        }
        Path other = folder.resolve("colours.npz");
        Npz.write(other, Map.of("x", NpyArray.of(colours, 200, 12, 12, 3)));
        Path run = folder.resolve("run");
        LapRun.of("train", "--data", images, "--model", "resnet9", "--filters", 4, "--blocks", 3, "--epochs", 6,
                "--batch",
                16, "--seed", 1, "--out", run).done();

        LapRun detected = LapRun.of("detect", "--model", run, "--data", images, "--samples", 120, "--other-data", other,
                "--attack-linf", 1, "--attack-l2", 4, "--out", folder.resolve("out"), "--json");

        assertThat(detected.err()).contains("resampled from 12 × 12, made grey");
        assertThat(detected.done().json().path("abnormal").get(5).path("abnormal").asInt()).isEqualTo(40);
    }

    @Test
    void badInputIsRefusedInOneLineAndLeavesNothing() throws IOException {
        Path out = folder.resolve("out");
        refused(out, "--samples must be at least 40, not 39", "--samples", 39);
        refused(out, "--batch must be at least 1, not 0", "--batch", 0);
        LapRun.of("detect", "--model", folder.resolve("missing"), "--data", "circles", "--batch", -1)
                .refused(2, "--batch must be at least 1, not -1"); // before the model is looked for
        refused(out, "--attack-linf must be a number above 0, not 0.0", "--attack-linf", 0);
        refused(out, "--attack-l2 must be a number above 0, not -1.0", "--attack-l2", -1);
        refused(out, "'strong' is not one of quick, standard", "--attack-strength", "strong");
        refused(out, "--seen-attack: 'pgd' is not one of fgsm_linf, apgd_ce_linf, square_linf, apgd_ce_l2",
                "--seen-attack", "pgd");
        refused(out, "--no-labels: attacks need the labels", "--no-labels");
        refused(out, "the data set 'spirals' is not known", "--other-data", "spirals");
        refused(out, "broke 0 of ", "--attack-linf", 1e-6, "--quiet");
        Path images = SampleData.images(folder.resolve("images.npz"), 30, 3);
        refused(out, "only images are fitted to another shape", "--other-data", images);
    }

    private void refused(Path out, String sentence, Object... more) {
        Object[] first = {"detect", "--model", plane, "--data", "circles", "--test-size", 400, "--out", out};
        Object[] all = new Object[first.length + more.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(more, 0, all, first.length, more.length);
        LapRun.of(all).refused(2, sentence);
        assertThat(Files.exists(out)).as("%s exists", out).isFalse();
    }

    private static Path farPoints(Path file) throws IOException {
        Random random = new Random(2);
        float[] values = new float[2 * 60];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (6 + random.nextGaussian());
        }
        Npz.write(file, Map.of("x", NpyArray.of(values, 60, 2)));
        return file;
    }
}
