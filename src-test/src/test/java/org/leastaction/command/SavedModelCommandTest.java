package org.leastaction.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code lap export}, and {@code lap analyze} of SavedModels. */
class SavedModelCommandTest {

    @TempDir
    Path folder;

    private static Path foreign() {
        return Repository.root().resolve("lap-tf/src/test/resources/golden/savedmodel");
    }

    @Test
    void anExportedNetworkMeasuresAsTheTrainedOne() {
        Path run = folder.resolve("run");
        Path exported = folder.resolve("exported");
        LapRun.of("train", "--data", "circles", "--train-size", 128, "--test-size", 60, "--model", "mlp", "--blocks", 3,
                "--epochs", 2, "--out", run).done();
        assertThat(
                LapRun.of("export", "--model", run, "--out", exported, "--json").done().json().get("format").asText())
                .isEqualTo("TensorFlow SavedModel");
        assertThat(exported.resolve("saved_model.pb")).isRegularFile();
        JsonNode own = analysed(run, "own");
        JsonNode again = analysed(exported, "again");
        for (String key : new String[] {"transport_cost", "w2_squared", "displacement", "nll"}) {
            assertThat(value(again, key)).as(key).isCloseTo(value(own, key), within(1e-5 * Math.abs(value(own, key))));
        }
    }

    @Test
    void aNetworkOfPythonIsAnalysed() throws IOException {
        Path data = folder.resolve("data.npz");
        int n = 60;
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            labels[i] = i % 3;
        }
        SampleData.write(data, SampleData.pointValues(n, 36, 3), new int[] {n, 6, 6, 1}, labels);
        JsonNode json = LapRun.of("analyze", "--model", foreign(), "--data", data, "--samples", 12, "--metrics",
                "cost,accuracy,jacobian", "--out", folder.resolve("out"), "--json").done().json();
        assertThat(json.get("transport_cost_segments")).hasSize(2);
        assertThat(json.get("transport_cost_blocks")).hasSize(3);
        assertThat(folder.resolve("out/report.pdf")).isRegularFile();
    }

    @Test
    void whatCannotBeExportedOrOpenedIsRefusedInOneLine() throws IOException {
        LapRun.of("export", "--model", foreign()).refused(2, "--out names the folder to write");
        LapRun.of("export", "--model", foreign(), "--out", folder.resolve("out"))
                .refused(2, "can export only models that it trained");
        Path broken = Files.createDirectory(folder.resolve("broken"));
        Files.writeString(broken.resolve("saved_model.pb"), "no model");
        LapRun.of("analyze", "--model", broken, "--data", "circles", "--out", folder.resolve("out"))
                .refused(2, "saved_model.pb: is a text file, not a SavedModel; get the file itself");
    }

    /** The network of Python, in which an operation of TensorFlow's debugger takes the place of each identity. */
    @Test
    void operationsThatMayDoMoreThanComputeNeedTrust() throws IOException {
        Path model = Files.createDirectories(folder.resolve("model/variables")).getParent();
        for (String name : new String[] {"variables/variables.index", "variables/variables.data-00000-of-00001"}) {
            Files.copy(foreign().resolve(name), model.resolve(name));
        }
        String graph = Files.readString(foreign().resolve("saved_model.pb"), StandardCharsets.ISO_8859_1);
        Files.writeString(model.resolve("saved_model.pb"),
                graph.replace("\u0012\u0008Identity", "\u0012\u0008CopyHost"),
                StandardCharsets.ISO_8859_1);
        Path data = folder.resolve("data.npz");
        SampleData.write(data, SampleData.pointValues(30, 36, 3), new int[] {30, 6, 6, 1}, new int[30]);
        Object[] words = {"analyze", "--model", model, "--data", data, "--samples", 6, "--metrics", "cost", "--out",
                folder.resolve("out"), "--json"};

        LapRun.of(words).refused(2, "files: CopyHost; if you trust whoever made it, run them with --trust-model");
        assertThat(folder.resolve("out")).doesNotExist();

        List<Object> trusting = new ArrayList<>(List.of(words));
        trusting.add("--trust-model");
        LapRun trusted = LapRun.of(trusting.toArray());
        assertThat(trusted.err()).startsWith(
                model + " is trusted and runs operations that may do more than compute: CopyHost");
        // Then it is found to be no flow, since copies hide what enters a block.
        assertThat(trusted.err()).contains("cannot be opened as a flow: its output");
    }

    private JsonNode analysed(Path model, String out) {
        return LapRun.of("analyze", "--model", model, "--data", "circles", "--test-size", 60, "--train-size", 128,
                "--samples", 60, "--metrics", "cost,gap,accuracy", "--out", folder.resolve(out), "--json").done()
                .json();
    }

    private static double value(JsonNode json, String key) {
        JsonNode value = json.get(key);
        return value.isObject() ? value.get("value").asDouble() : value.asDouble();
    }
}
