package org.leastaction.bench.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.leastaction.bench.record.RunDirectory;
import org.leastaction.bench.record.SampleRuns;
import org.leastaction.io.InputFileException;

class PageFileTest {

    private static final Pattern DATA =
            Pattern.compile("<script type=\"application/json\" id=\"lap-data\">(.*?)</script>", Pattern.DOTALL);

    @TempDir
    private Path folder;

    private static JsonNode data(String page) throws IOException {
        Matcher found = DATA.matcher(page);
        assertThat(found.find()).isTrue();
        assertThat(found.group(1)).doesNotContain("<");
        return new ObjectMapper().readTree(found.group(1));
    }

    @ParameterizedTest
    @EnumSource(PageRuns.class)
    void everyRunHasAPage(PageRuns run) throws IOException {
        String page = Files.readString(run.write(folder.resolve("run")));
        JsonNode data = data(page);
        assertThat(page).doesNotContain("@STYLE@", "@DATA@", "@SCRIPT@", "@REGULAR@")
                .contains("Content-Security-Policy", "default-src 'none'");
        assertThat(data.path("format").asText()).isEqualTo("lap-page/1");
        assertThat(data.path("networks")).hasSize(1);
        boolean moves = run != PageRuns.NOT_FINITE && run != PageRuns.WITHOUT_STATES;
        assertThat(data.path("flows")).hasSize(moves ? 1 : 0);
        assertThat(data.path("panes")).hasSize(moves ? 1 : 0);
        if (run == PageRuns.NOT_FINITE) {
            assertThat(data.path("notes").toString()).contains("are not all finite");
        }
        if (run == PageRuns.WITHOUT_STATES) {
            assertThat(data.path("notes").toString()).contains("were not kept");
        }
        if (moves) {
            JsonNode flow = data.path("flows").get(0);
            assertThat(flow.path("samples").asInt()).isEqualTo(run.samples());
            assertThat(flow.path("pictures").path("uri").asText()).startsWith("data:image/png;base64,");
            assertThat(flow.has("labels")).isEqualTo(run != PageRuns.NO_LABELS);
        }
    }

    @Test
    void nothingNamesAFolderAUserOrAMachine() throws IOException {
        assertThat(Files.readString(PageRuns.IMAGES.write(folder.resolve("run"))))
                .doesNotContain("somebody", "/home", folder.toString()).contains("1.2.3, commit 0123456789");
    }

    @Test
    void nothingIsLoadedFromAnywhere() throws IOException {
        assertThat(Files.readString(PageRuns.IMAGES.write(folder.resolve("run"))))
                .doesNotContainPattern("(?i)(src|href|url\\()\\s*=?\\s*[\"'(]?(https?:)?//")
                .doesNotContainPattern("\\bfetch\\(|XMLHttpRequest|WebSocket|\\bimport\\(");
    }

    @Test
    void equalDirectoriesHaveEqualPages() throws IOException {
        assertThat(PageRuns.IMAGES.write(folder.resolve("a"))).hasSameBinaryContentAs(
                PageRuns.IMAGES.write(folder.resolve("b")));
    }

    @Test
    void definitionsAreThoseOfTheMetrics() throws IOException {
        JsonNode definitions = data(Files.readString(PageRuns.IMAGES.write(folder.resolve("run")))).path("definitions");
        assertThat(definitions.path("transport_cost").path("name").asText()).isEqualTo("transport cost");
        assertThat(definitions.path("transport_cost").path("formula").asText()).isNotEmpty();
        assertThat(definitions.path("accuracy").path("better").asText()).isEqualTo("more");
    }

    @Test
    void fewerParticlesAreSpreadOverTheSamplesWithTheirPictures() throws IOException {
        Path page = PageRuns.IMAGES.write(folder.resolve("run"));
        try (RunDirectory directory = RunDirectory.create(folder.resolve("run"))) {
            PageFile.write(directory, page, 5);
        }
        JsonNode flow = data(Files.readString(page)).path("flows").get(0);
        assertThat(flow.path("samples").asInt()).isEqualTo(5);
        assertThat(flow.path("total").asInt()).isEqualTo(24);
        assertThat(flow.path("pictures").path("columns").asInt()).isEqualTo(3);
        assertThat(flow.path("pictures").path("width").asInt()).isEqualTo(PageRuns.SIDE);
    }

    @Test
    void decodedStatesBelongToTheirSamples() throws IOException {
        Path page = PageRuns.IMAGES.write(folder.resolve("run"));
        JsonNode decodings = data(Files.readString(page)).path("flows").get(0).path("decodings");
        assertThat(decodings.path("samples").toString()).as("rows 30 and 0").isEqualTo("[3,0]");
        assertThat(decodings.path("stages")).extracting(JsonNode::asText)
                .containsExactly("input", "decoded", "block 1", "block 2", "block 3");
        try (RunDirectory directory = RunDirectory.create(folder.resolve("run"))) {
            PageFile.write(directory, page, 5);
        }
        assertThat(data(Files.readString(page)).at("/flows/0/decodings/samples").toString())
                .as("row 30 is not among the five").isEqualTo("[-1,0]");
    }

    @Test
    void aDamagedFileOfStatesIsNamed() throws IOException {
        Path page = PageRuns.IMAGES.write(folder.resolve("run"));
        byte[] before = Files.readAllBytes(page);
        RunDirectory directory = RunDirectory.open(folder.resolve("run"));
        Files.writeString(directory.flowFile("net.onnx-0123abcd"), "no zip");
        assertThatThrownBy(() -> PageFile.write(directory, page, 10)).isInstanceOf(InputFileException.class)
                .hasMessageContaining("net.onnx-0123abcd.npz");
        assertThat(page).hasBinaryContent(before);
    }

    @Test
    void vanillaAndLeastActionFromTheStartOfGreatestCostAreShownFirst() throws IOException {
        try (RunDirectory directory = RunDirectory.create(folder.resolve("run"))) {
            SampleRuns.write(directory, 2);
            PageFile.write(directory, directory.pageFile(), 1000);
        }
        JsonNode data = data(Files.readString(folder.resolve("run/report.html")));
        assertThat(data.path("networks")).hasSize(18);
        assertThat(data.path("flows")).hasSize(18);
        List<String> shown = new ArrayList<>();
        data.path("panes").forEach(flow -> shown.add(data.path("networks")
                .get(data.path("flows").get(flow.asInt()).path("network").asInt()).path("name").asText()));
        assertThat(shown).containsExactly("normal, standard deviation 5, vanilla, seed 0",
                "normal, standard deviation 5, LAP, seed 0");
    }

    @Test
    void jsonInAScriptElementIsHarmless() {
        assertThat(PageFile.harmless("{\"a\":\"</script><!--\u2028\"}"))
                .isEqualTo("{\"a\":\"\\u003c/script>\\u003c!--\\u2028\"}");
    }
}
