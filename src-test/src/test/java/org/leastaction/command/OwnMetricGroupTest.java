package org.leastaction.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.leastaction.metrics.definition.MetricProvider;

/** Metrics that a plug-in measures are options, numbers of the analysis and lines of the report like any others. */
class OwnMetricGroupTest {

    private static final String SOURCE = """
            package plugin;
            import java.util.List;
            import org.leastaction.bench.analysis.*;
            import org.leastaction.bench.record.Analysis;
            import org.leastaction.metrics.definition.MetricDefinition;
            public final class %1$s implements MetricGroup {
                private static final MetricDefinition SMALLEST = MetricDefinition.of("%2$s", "%3$s", "least motion of a block")
                        .meaning("least distance between a state and the next").formula("min").unit("length");
                private static final MetricDefinition MISSING =
                        MetricDefinition.of("%2$s", "%2$s_missing", "never measured").formula("none").unit("none");
                @Override public List<MetricDefinition> metrics() { return List.of(SMALLEST, MISSING); }
                @Override public boolean needsStates() { return true; }
                @Override public String put(Analysis.Builder analysis, StudiedFlow flow) {
                    %4$s
                    double least = Double.POSITIVE_INFINITY;
                    for (int k = 0; k < flow.model().shape().blocks(); k++) {
                        var from = flow.states().state(k);
                        var to = flow.states().state(k + 1);
                        for (int i = 0; i < from.size(); i++) {
                            least = Math.min(least, Math.hypot(to.get(i, 0) - from.get(i, 0), to.get(i, 1) - from.get(i, 1)));
                        }
                    }
                    analysis.put(SMALLEST, least);
                    return "it is never measured";
                }
            }
            """;

    @TempDir
    Path home;

    @TempDir
    Path out;

    @BeforeEach
    void makeTheFolder() throws IOException {
        Files.createDirectory(home.resolve("plugins"));
    }

    private void install(String name, String group, String key, String act) throws IOException {
        BadPlugins.compile(home.resolve("plugins"), name, SOURCE.formatted(name, group, key, act),
                MetricProvider.class);
    }

    private LapRun analyze(String... more) {
        Path model = Repository.root().resolve("lap-onnx/src/test/resources/golden/plane.onnx");
        Object[] arguments = {"analyze", "--model", model, "--data", "circles", "--test-size", 40, "--out",
                out.resolve("analysis"), "--json"};
        Object[] all = Stream.of(arguments, more).flatMap(Arrays::stream).toArray();
        return LapRun.in(Map.of("LAP_HOME", home.toString()), all);
    }

    @Test
    void itsNumbersAreInAnalysisAndReport() throws IOException {
        install("Motion", "motion", "smallest_motion", "");

        JsonNode json = analyze("--metrics", "cost,motion").done().json();

        assertThat(json.get("smallest_motion").asDouble()).isPositive()
                .isLessThanOrEqualTo(json.get("largest_displacement").asDouble());
        assertThat(json.get("motion_missing_reason").asText()).isEqualTo("it is never measured");
        assertThat(json.has("w2_squared")).as("another group").isFalse();
        assertThat(Files.readString(out.resolve("analysis/analysis.json"))).contains("\"smallest_motion\"");
        assertThat(text(out.resolve("analysis/report.pdf"))).contains("least motion of a block");
        Files.delete(out.resolve("analysis/report.pdf"));
        LapRun.in(Map.of("LAP_HOME", home.toString()), "report", out.resolve("analysis")).done();
        assertThat(text(out.resolve("analysis/report.pdf"))).contains("least motion of a block");
    }

    @Test
    void aGroupThatFailsLeavesTheOthers() throws IOException {
        install("Motion", "motion", "smallest_motion", "if (true) { throw new IllegalStateException(\"boom\"); }");

        LapRun run = analyze("--metrics", "cost,motion");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.json().get("smallest_motion_reason").asText()).isEqualTo("it failed: boom");
        assertThat(run.json().get("transport_cost").asDouble()).isPositive();
    }

    @Test
    void groupsWithTakenNamesAreLeftOut() throws IOException {
        install("Motion", "motion", "transport_cost", "");
        install("Second", "cost", "second_cost", "");

        LapRun run = analyze("--metrics", "cost");

        assertThat(run.done().json().has("second_cost")).isFalse();
        assertThat(run.err()).contains("plugin.Motion are left out: another provider declares 'transport_cost'")
                .contains("plugin.Second are left out: there is another group 'cost'");
        LapRun unknown = analyze("--metrics", "motion");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err()).contains("lap: --metrics: 'motion' is not one of accuracy, cost, gap, holder, blocks,"
                + " geometry, jacobian, alignment, frontier, robustness");
    }

    private static String text(Path pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf.toFile())) {
            return new PDFTextStripper().getText(document).replaceAll("\\s+", " ");
        }
    }
}
