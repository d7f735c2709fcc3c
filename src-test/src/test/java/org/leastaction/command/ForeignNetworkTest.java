package org.leastaction.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.bench.analysis.FlowAnalysis;
import org.leastaction.bench.record.Analysis;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.FlowShape;
import org.leastaction.flow.backend.Execution;
import org.leastaction.onnx.OnnxBackend;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;

/** Networks that PyTorch exported, through {@code lap inspect} and {@code lap analyze}. */
class ForeignNetworkTest {

    @TempDir
    Path folder;

    private static Path network(String name) {
        return Repository.root().resolve("lap-onnx/src/test/resources/golden").resolve(name + ".onnx");
    }

    @Test
    void inspectListsSegmentsAndBlocks() {
        String out = LapRun.of("inspect", network("post_folded_static")).done().out();
        assertThat(out.lines()).anySatisfy(line -> assertThat(line).startsWith("encoder     [4, 8, 8]"))
                .anySatisfy(line -> assertThat(line).isEqualTo("segment 2   [8, 4, 4]  2 blocks"))
                .anySatisfy(line -> assertThat(line).startsWith("    3  projection").endsWith("; then Relu"));
    }

    @Test
    void inspectAnswersInJsonAndDraws() throws IOException {
        JsonNode json = LapRun.of("inspect", network("wide_preactivation"), "--json", "--out", folder).done().json();
        assertThat(json.get("blocks").asInt()).isEqualTo(4);
        assertThat(json.get("ending").asText()).isEqualTo("softmax");
        assertThat(json.get("segments").get(1).get("blocks").get(0).get("shortcut").asText()).isEqualTo("projection");
        assertThat(folder.resolve("inspect.json")).isRegularFile();
        assertThat(Files.readString(folder.resolve("inspect.svg"))).startsWith("<svg").contains("stroke-dasharray")
                .endsWith("</svg>\n");
    }

    @Test
    void blocksOfOnesOwnChoiceAreTaken() {
        JsonNode found = LapRun.of("inspect", network("plane"), "--json").done().json();
        String last = found.get("segments").get(0).get("blocks").get(2).get("name").asText();
        JsonNode json = LapRun.of("inspect", network("plane"), "--json", "--blocks", last).done().json();
        assertThat(json.get("blocks").asInt()).isEqualTo(1);
        LapRun.of("inspect", network("plane"), "--blocks", "nowhere")
                .refused(2, "--blocks: no block can end at 'nowhere': there is no such operation or tensor; the"
                        + " detected blocks are ");
    }

    @Test
    void aNetworkOfThePlaneIsAnalysed() {
        Path out = folder.resolve("out");
        JsonNode json = LapRun.of("analyze", "--model", network("plane"), "--data", "circles", "--test-size", 60,
                "--samples", 60, "--out", out, "--json").done().json();
        assertThat(json.get("transport_cost_blocks")).hasSize(3);
        assertThat(json.get("w2_squared").asDouble()).isLessThanOrEqualTo(json.get("displacement").asDouble());
        assertThat(out.resolve("report.pdf")).isRegularFile();
        for (String key : List.of("jacobian_derivatives", "jacobian_derivatives_blocks", "attack_derivatives")) {
            assertThat(json.get(key).asText()).as(key).isEqualTo("exact");
        }
    }

    @Test
    void thePageOfANetworkNamesNoFolderUserOrHostAndTakesNoNameForMarkup() throws IOException {
        Path named = Files.copy(network("plane"), folder.resolve("x\"><script>alert('x')<!--.onnx"));
        Path out = folder.resolve("out");
        LapRun.of("analyze", "--model", named, "--data", "circles", "--test-size", 60, "--samples", 60, "--metrics",
                "cost,accuracy", "--out", out).done();
        String page = Files.readString(out.resolve("report.html"));
        String data = PageText.data(out.resolve("report.html")).toString();
        assertThat(data).contains("script").doesNotContain(
                folder.toString(), folder.getFileName().toString(), System.getProperty("user.home"),
                InetAddress.getLocalHost().getHostName() + '.', System.getProperty("java.io.tmpdir") + '/');
        assertThat(page).doesNotContain("<script>alert");
        assertThat(PageText.data(out.resolve("report.html")).path("flows")).hasSize(1);
    }

    /** If only costs are requested, the network computes them itself, without states as outputs. */
    @ParameterizedTest
    @ValueSource(strings = {"post_folded_static", "vit_pre"})
    void costsAloneAreThoseBesideOtherMeasures(String name) throws IOException {
        try (FlowModel model = new OnnxBackend().open(network(name), new Execution(2, "cpu"))) {
            LabelledPoints data = data(model.shape());
            FlowAnalysis analysis = FlowAnalysis.defaults().withThreads(2);
            Analysis alone = analysis.withMetrics(Set.of("accuracy", "cost"))
                    .analyse(model, data).analysis();
            Analysis beside = analysis.withMetrics(Set.of("accuracy", "cost", "holder"))
                    .analyse(model, data).analysis();
            assertThat(alone.quantities()).contains("accuracy", "transport_cost", "displacement", "straightness");
            assertThat(beside.quantities()).containsAll(alone.quantities());
            for (String key : alone.quantities()) {
                if (alone.quantity(key).isPresent()) {
                    assertThat(alone.quantity(key).value()).as(key).isCloseTo(beside.quantity(key).value(),
                            within(1e-5 * Math.max(1, Math.abs(beside.quantity(key).value()))));
                }
            }
        }
    }

    private static LabelledPoints data(FlowShape shape) {
        Random random = new Random(20261128);
        int n = 60;
        float[] numbers = new float[n * shape.inputDimension()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return new LabelledPoints(FloatPoints.wrap(numbers, n, shape.inputDimension()),
                random.ints(n, 0, shape.classes()).toArray(), shape.classes(), shape.input());
    }

    @Test
    void whatIsNoNetworkIsRefusedInOneLine() throws IOException {
        Path file = Files.writeString(folder.resolve("no.onnx"), "no network");
        LapRun.of("inspect", file).refused(2, file + ": is ");
        LapRun.of("analyze", "--model", file, "--data", "circles", "--out", folder.resolve("out"))
                .refused(2, file + ": is ");
    }
}
