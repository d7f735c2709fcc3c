package org.leastaction.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Input that {@code lap analyze} refuses: one line, exit 2, and no file. */
class BadAnalysisInputTest {

    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    private static Path run;
    private static Path model;

    private Path out;

    @BeforeAll
    static void trainOnce() {
        run = shared.resolve("run");
        model = Path.of(train(1, run).done().json().get("model").asText());
    }

    @BeforeEach
    void nameTheOutput() {
        out = folder.resolve("out");
    }

    private static LapRun train(int seed, Path out) {
        return LapRun.of("train", "--data", "circles", "--train-size", 20, "--test-size", 20, "--model", "mlp",
                "--blocks", 1, "--epochs", 1, "--seed", seed, "--out", out, "--json");
    }

    private void refused(String sentence, Object model, Object... more) {
        Object[] first = {"analyze", "--model", model, "--out", out};
        Object[] all = Arrays.copyOf(first, first.length + more.length, Object[].class);
        System.arraycopy(more, 0, all, first.length, more.length);
        LapRun.of(all).refused(2, sentence);
        assertThat(Files.exists(out)).as("%s exists", out).isFalse();
    }

    @Test
    void badOptions() {
        refused("Missing required option: '--data=NAME'", model);
        refused("--samples must be at least 1, not 0", model, "--data", "circles", "--samples", 0);
        refused("--samples must be at least 1, not -5", model, "--data", "circles", "--samples", -5);
        refused("--batch must be at least 1, not 0", model, "--data", "circles", "--batch", 0);
        refused("--threads must be at least 1, not 0", model, "--data", "circles", "--threads", 0);
        refused("Unknown option: '--sample=3', did you mean --samples", model, "--data", "circles", "--sample=3");
        refused("the data set 'spirals' is not known", model, "--data", "spirals");
        LapRun.of("analyze", "--data", "circles").refused(2, "Missing required option: '--model=FOLDER|FILE'");
    }

    @Test
    void modelsThatAreNotThereOrForeign() throws IOException {
        Path missing = folder.resolve("missing");
        refused(missing + ": there is no such model file or folder", missing, "--data", "circles");
        Path empty = Files.createDirectories(folder.resolve("empty"));
        refused(empty + ": no backend recognises this model (there are tensorflow, onnx)", empty, "--data", "circles");
        Path foreign = Files.createDirectories(folder.resolve("foreign"));
        Files.writeString(foreign.resolve("weights.h5"), "other");
        refused(foreign + ": no backend recognises this model", foreign, "--data", "circles");
        Path graph = Files.writeString(foreign.resolve("saved_model.pb"), "other");
        refused(graph + ": is a text file, not a SavedModel", foreign, "--data", "circles");
        Path text = Files.writeString(folder.resolve("model.onnx"), "no model");
        refused(text + ": is ", text, "--data", "circles");
    }

    @Test
    void damagedModels() throws IOException {
        Path truncated = Folders.copy(model, folder.resolve("truncated"));
        Path weights = truncated.resolve("weights.npz");
        Files.write(weights, Arrays.copyOf(Files.readAllBytes(weights), 100));
        refused(weights + ": is not the file that model.json describes: its SHA-256 differs", truncated, "--data",
                "circles");

        Files.delete(weights);
        refused(weights + ": there is no such file", truncated, "--data", "circles");

        Path description = Folders.copy(model, folder.resolve("description")).resolve("model.json");
        String json = Files.readString(description);
        Files.writeString(description, json.replace("\"blocks\" : [ 1 ]", "\"blocks\" : [ 2 ]"));
        refused(description.getParent() + ": is no model of this backend: no values for the parameter block2",
                description.getParent(), "--data", "circles");
        Files.writeString(description, json.replace("\"blocks\" : [ 1 ]", "\"blocks\" : [ -1 ]"));
        refused(description + ": describes no network: blocks must be a whole number of at least 1, not '[-1]'",
                description.getParent(),
                "--data", "circles");
        Files.writeString(description, json.substring(0, json.length() / 2));
        refused(description.getParent() + ": no backend recognises this model", description.getParent(), "--data",
                "circles");
    }

    @Test
    void runDirectoriesWithoutOneModel() throws IOException {
        Path two = Folders.copy(run, folder.resolve("two"));
        train(2, two).done();
        refused(two + ": is a run directory with 2 models; name one of them, e.g. " + two.resolve("models"), two,
                "--data", "circles");

        Path none = Files.createDirectories(folder.resolve("none"));
        Files.copy(run.resolve("records.jsonl"), none.resolve("records.jsonl"));
        refused(none + ": is a run directory without models", none, "--data", "circles");

        Path damaged = Folders.copy(run, folder.resolve("damaged"));
        Files.writeString(damaged.resolve("records.jsonl"), "{\n{\n");
        refused(damaged.resolve("records.jsonl") + ": has no record of the model ", damaged, "--data", "circles");
    }

    @Test
    void dataThatDoNotFitTheModel() throws IOException {
        refused("the data have points of shape [3], the model takes [2]", model, "--data",
                SampleData.points(folder.resolve("space.npz"), 20, 3, 2));
        refused("the data have 3 classes, the model has 2", model, "--data",
                SampleData.points(folder.resolve("classes.npz"), 30, 2, 3));
        refused("the data have points of shape [8, 8, 1], the model takes [2]", model, "--data",
                SampleData.images(folder.resolve("images.npz"), 20, 2));
    }

    @Test
    void pointsThatAreNotFiniteAreNamed() throws IOException {
        float[] values = SampleData.pointValues(20, 2, 2);
        values[39] = Float.NaN;
        Path nan = SampleData.write(folder.resolve("nan.npz"), values, new int[] {20, 2}, new int[20]);
        refused(nan + ": x: point 19 has a NaN or infinite coordinate", model, "--data", nan);
    }

    @Test
    void outputBelowAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "kept");
        out = file.resolve("out");
        refused(out + ": cannot become a folder for records: " + file + " is a file", model, "--data", "circles");
        assertThat(file).hasContent("kept");
    }
}
