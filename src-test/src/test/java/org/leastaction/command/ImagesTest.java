package org.leastaction.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.leastaction.command.LapRun.Json;

/** The convolutional network, on images from a file. */
class ImagesTest {

    private static final int PARTICLE = 4 * 4 * 4;

    @TempDir
    Path folder;

    @Test
    void fromImagesToAReport() throws IOException {
        Path images = SampleData.images(folder.resolve("stripes.npz"), 100, 7);
        Path run = folder.resolve("run");
        Path out = folder.resolve("analysis");

        LapRun.of("train", "--data", images, "--model", "resnet9", "--blocks", 2, "--filters", 4, "--objective",
                "fixed", "--normalisation", "sum", "--epochs", 2, "--batch", 32, "--out", run).done();
        JsonNode analysis =
                LapRun.of("analyze", "--model", run, "--data", images, "--batch", 7, "--out", out, "--json").done().json();
        LapRun.of("report", run, "--out", folder.resolve("merged")).done();

        assertThat(analysis).isEqualTo(Json.object(Files.readString(out.resolve("analysis.json"))));
        assertThat(Analyses.documentedKeys()).allSatisfy(key -> assertThat(analysis.has(key)).as(key).isTrue());
        assertThat(analysis.get("samples").asInt()).isEqualTo(20);
        assertThat(analysis.get("transport_cost_blocks")).hasSize(2);
        Analyses.requireConsistent(analysis);
        assertThat(Analyses.number(analysis, "transport_cost_elementwise")).isCloseTo(
                Analyses.number(analysis, "transport_cost") / PARTICLE, within(1e-9));
        assertThat(Analyses.number(analysis, "top5")).isBetween(Analyses.number(analysis, "accuracy"), 1.0);
        JsonNode record = Json.object(Files.readString(out.resolve("records.jsonl")));
        JsonNode model = record.get("model");
        String id = record.get("id").asText();
        assertThat(model.get("filters").asInt()).isEqualTo(4);
        assertThat(model.has("width")).isFalse();
        assertThat(Folders.files(out)).containsExactly(
                "analysis.json", "flows/" + id + ".npz", "flows/" + id + ".png", "manifest.json", "records.jsonl",
                "report.html", "report.pdf", "samples/" + id + ".npz", "summary.csv");
        assertThat(Folders.files(folder.resolve("merged"))).containsExactly(
                "manifest.json", "records.jsonl", "report.html", "report.pdf", "summary.csv");
    }
}
