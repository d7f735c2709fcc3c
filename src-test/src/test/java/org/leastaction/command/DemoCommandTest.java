package org.leastaction.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.leastaction.command.LapRun.Json;
import org.leastaction.points.io.Npz;

/** The smallest demo, repeated, interrupted, and run with other options. */
class DemoCommandTest {

    @TempDir
    static Path folder;

    @TempDir
    Path other;

    private static LapRun run;
    private static Path finished;

    @BeforeAll
    static void runTheDemoOnce() {
        finished = folder.resolve("demo");
        run = demo(finished, "--json", "--quiet").done();
    }

    private static LapRun demo(Path out, Object... more) {
        Object[] arguments = new Object[7 + more.length];
        System.arraycopy(new Object[] {"demo", "--seeds", 1, "--epochs", 2, "--out", out}, 0, arguments, 0, 7);
        System.arraycopy(more, 0, arguments, 7, more.length);
        return LapRun.of(arguments);
    }

    @Test
    void writesRecordsSummaryManifestReportAndParticles() throws IOException {
        List<JsonNode> records = records(finished);
        assertThat(records).hasSize(9);
        assertThat(Folders.files(finished))
                .contains("manifest.json", "records.jsonl", "report.html", "report.pdf", "summary.csv")
                .hasSize(5 + 9 + 9);
        assertThat(Files.readAllLines(finished.resolve("summary.csv"))).hasSize(1 + 9);
        assertThat(new String(Files.readAllBytes(finished.resolve("report.pdf")), StandardCharsets.ISO_8859_1))
                .startsWith("%PDF-");
        assertThat(Json.object(Files.readString(finished.resolve("manifest.json"))).get("command").asText())
                .startsWith("lap demo --seeds 1 --epochs 2");
        for (JsonNode record : records) {
            Path particles = finished.resolve("particles").resolve(record.get("id").asText() + ".npz");
            assertThat(Npz.read(particles, "states").shape()).containsExactly(10, 200, 2);
            assertThat(Npz.read(particles, "labels").shape()).containsExactly(200);
            Path flow = finished.resolve("flows").resolve(record.get("id").asText() + ".npz");
            // Passes of the network in batches of other sizes may differ in the last bits, depending on the processor.
            assertThat(Npz.read(flow, "segment_1_states").floats())
                    .containsExactly(Npz.read(particles, "states").floats(), within(1e-4f));
            assertThat(Npz.read(flow, "predictions").shape()).containsExactly(200);
            Analyses.requireConsistent(record.get("analysis"));
        }
    }

    @Test
    void jsonIsOneObjectAndQuietIsQuiet() {
        assertThat(run.json().get("report").asText()).isEqualTo(finished.resolve("report.pdf").toString());
        assertThat(run.json().get("page").asText()).isEqualTo(finished.resolve("report.html").toString());
        assertThat(run.err()).isEmpty();
    }

    @Test
    void aSecondRunDoesNothingAgain() throws IOException {
        Path again = Folders.copy(finished, other.resolve("again"));

        LapRun second = demo(again).done();

        assertThat(again.resolve("records.jsonl")).hasSameBinaryContentAs(finished.resolve("records.jsonl"));
        assertThat(again.resolve("summary.csv")).hasSameBinaryContentAs(finished.resolve("summary.csv"));
        assertThat(Folders.files(again)).isEqualTo(Folders.files(finished));
        assertThat(second.err()).contains("9 exist already");
    }

    @Test
    void aRunThatWasCutOffInALineGoesOnToTheSameRecords() throws IOException {
        Path cut = Folders.copy(finished, other.resolve("cut"));
        Path file = cut.resolve("records.jsonl");
        List<String> lines = Files.readAllLines(file);
        Files.writeString(file, String.join("\n", lines.subList(0, 7)) + "\n"
                + lines.get(7).substring(0, lines.get(7).length() / 2));

        demo(cut).done();

        assertThat(withoutSeconds(cut)).isEqualTo(withoutSeconds(finished));
        assertThat(Files.readAllLines(file).subList(0, 7)).isEqualTo(lines.subList(0, 7));
        assertThat(Folders.files(cut)).isEqualTo(Folders.files(finished));
    }

    @Test
    void otherOptionsInTheSameFolderAreRefused() throws IOException {
        Path again = Folders.copy(finished, other.resolve("again"));

        LapRun.of("demo", "--seeds", 1, "--epochs", 3, "--out", again)
                .refused(2,
                        " of another run: --epochs is 2 there and 3 here; choose another folder or delete this one");

        for (String name : Folders.files(finished)) {
            assertThat(again.resolve(name)).hasSameBinaryContentAs(finished.resolve(name));
        }
    }

    @Test
    void aThreadInterruptedBeforehandLeavesNoFile() {
        Path out = other.resolve("demo");
        Thread.currentThread().interrupt();
        try {
            demo(out, "--quiet").refused(1, "lap: interrupted");
        } finally {
            Thread.interrupted();
        }
        assertThat(Folders.files(out)).isEmpty();
    }

    @Test
    void aThreadInterruptedAmidLeavesNothingHalfWritten() throws Exception {
        Path out = other.resolve("demo");
        LapRun[] result = new LapRun[1];
        Thread worker = new Thread(() -> result[0] = demo(out, "--quiet"));

        worker.start();
        while (worker.isAlive() && !Files.exists(out.resolve("records.jsonl"))) {
            Thread.sleep(1);
        }
        worker.interrupt();
        worker.join();

        result[0].refused(1, "lap: interrupted");
        List<String> files = Folders.files(out);
        assertThat(files).noneMatch(file -> file.endsWith(".tmp")).doesNotContain("report.pdf", "manifest.json");
        String kept = Files.readString(out.resolve("records.jsonl"));
        assertThat(kept).satisfiesAnyOf(text -> assertThat(text).isEmpty(), text -> assertThat(text).endsWith("}\n"));
        for (String line : kept.lines().toList()) {
            assertThat(withoutSeconds(finished)).contains(withoutSeconds(Json.object(line)));
        }
        for (String file : files) {
            if (file.endsWith(".npz")) {
                assertThat(out.resolve(file)).hasSameBinaryContentAs(finished.resolve(file));
            }
        }
    }

    @Test
    void damagedLinesMoveAsideAndTheirRecordsAreMadeAgain() throws IOException {
        Path out = Folders.copy(finished, other.resolve("demo"));
        List<String> lines = new ArrayList<>(Files.readAllLines(finished.resolve("records.jsonl")));
        lines.set(2, lines.get(2).replaceFirst("\"epochs\":2", "\"epochs\":3"));
        lines.set(5, "no record");
        Files.write(out.resolve("records.jsonl"), lines);

        demo(out).done();

        assertThat(withoutSeconds(out)).containsExactlyInAnyOrderElementsOf(withoutSeconds(finished));
        assertThat(out.resolve("records.damaged")).hasContent(lines.get(2) + "\nno record\n");
    }

    private static List<JsonNode> records(Path out) throws IOException {
        return Files.readAllLines(out.resolve("records.jsonl")).stream().map(Json::object).toList();
    }

    private static List<JsonNode> withoutSeconds(Path out) throws IOException {
        return records(out).stream().map(DemoCommandTest::withoutSeconds).toList();
    }

    /** All but the time that the training took. */
    private static JsonNode withoutSeconds(JsonNode record) {
        ObjectNode copy = record.deepCopy();
        ((ObjectNode) copy.get("training")).remove("seconds");
        copy.remove("crc32c");
        return copy;
    }
}
