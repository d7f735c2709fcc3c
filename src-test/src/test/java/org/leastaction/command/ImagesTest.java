package org.leastaction.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
                LapRun.of("analyze", "--model", run, "--data", images, "--batch", 7, "--out", out, "--json").done()
                        .json();
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
        assertThat(Folders.files(folder.resolve("merged"))).containsExactly("flows/" + id + ".npz",
                "flows/" + id + ".png", "manifest.json", "records.jsonl", "report.html", "report.pdf", "summary.csv");
    }

    @Test
    void trainedNetworksMoveTheSameImagesSideBySide() throws IOException {
        Path images = SampleData.images(folder.resolve("stripes.npz"), 1500, 7);
        for (String objective : List.of("vanilla", "lap")) {
            LapRun.of("train", "--data", images, "--model", "resnet9", "--blocks", 2, "--filters", 4, "--objective",
                    objective, "--epochs", 1, "--out", folder.resolve(objective)).done();
        }
        LapRun.of("report", folder.resolve("vanilla"), folder.resolve("lap"), "--out", folder.resolve("both")).done();

        JsonNode page = PageText.data(folder.resolve("both/report.html"));
        assertThat(page.path("panes").toString()).isEqualTo("[0,1]");
        assertThat(page.path("flows")).hasSize(2);
        JsonNode vanilla = page.path("flows").get(0);
        JsonNode lap = page.path("flows").get(1);
        assertThat(vanilla.path("samples").asInt()).as("of 300 test points").isEqualTo(200);
        assertThat(lap.path("rows")).isEqualTo(vanilla.path("rows"));
        assertThat(vanilla.path("pictures").path("uri").asText()).startsWith("data:image/png");
        assertThat(lap.path("pictures").asInt(-1)).as("those of flow 0").isZero();
        assertThat(lap.path("segments").get(0).has("optimal")).isTrue();
        assertThat(lap.has("predictions") && lap.has("margin") && lap.has("neighboursAfter")).isTrue();
    }

    @Test
    void aStudyKeepsTheStatesOfTheFirstNetworkOfEachCell() throws IOException {
        Path images = SampleData.images(folder.resolve("stripes.npz"), 100, 7);
        Path study = Files.writeString(folder.resolve("images.yaml"), """
                study: images
                title: Images
                instances: 2
                rows:
                  - label: vanilla
                    settings: {objective: vanilla}
                  - label: LAP
                    settings: {objective: lap}
                columns:
                  - label: all
                settings: {data: %s, model: resnet9, blocks: 2, filters: 4, epochs: 1, batch: 32}
                measure: cost
                """.formatted(images));
        LapRun.of("study", study, "--out", folder.resolve("study")).done();

        assertThat(Folders.files(folder.resolve("study"))).filteredOn(file -> file.startsWith("flows/"))
                .containsExactly("flows/images-r1c1-001.npz", "flows/images-r1c1-001.png",
                        "flows/images-r2c1-001.npz", "flows/images-r2c1-001.png");
        JsonNode page = PageText.data(folder.resolve("study/report.html"));
        assertThat(page.path("networks")).hasSize(4);
        assertThat(page.path("flows")).hasSize(2);
        assertThat(page.path("panes").toString()).isEqualTo("[0,1]");
        assertThat(page.path("definitions").has("epoch_cross_entropy")).isTrue();
    }
}
