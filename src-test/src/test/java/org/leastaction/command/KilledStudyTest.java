package org.leastaction.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.io.AtomicFiles;

/** {@code lap study} in a process of its own that is killed at random moments (kill −9), then repeated. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class KilledStudyTest {

    private static final String PLANE = """
            study: plane
            instances: 4
            measure: cost
            figures: [plane]
            settings: {data: circles, train-size: 80, test-size: 40, model: mlp, blocks: 2, epochs: %d, batch: 8}
            columns:
              - {label: plain, settings: {no-batch-norm: true}}
              - {label: normalised}
            rows:
              - {label: vanilla, published: [[80, 70, 90], [90, 80, 100]]}
              - {label: lap, settings: {objective: lap}}
              - {label: fixed, settings: {objective: fixed, lambda: 0.1}}
              - {label: monge, settings: {objective: lap, plus: "monge monge:gap=sliced monge:gap=asymmetry"}}
            """;

    private static final String DIGITS = """
            study: digits
            instances: 2
            accuracy: best
            best-of: row
            measure: cost
            figures: [decodings]
            prepare:
              - name: small
                settings: {data: %1$s, model: autoencoder, filters: 4, epochs: 4}
            settings: {data: %1$s, model: resnet9, blocks: 1, filters: 4, encoder: small, freeze-encoder: true, epochs: 4}
            columns: [{label: vanilla}, {label: lap, settings: {objective: lap}}]
            rows: [{label: few, settings: {train-size: 40}}, {label: all}]
            """;

    /** How long a process goes on at most in its folder; a machine may be faster than it was before. */
    private static final double LONGEST_MILLIS = 2000;

    @TempDir
    Path folder;

    @Test
    void aStudyEndsWithTheTableOfOneThatWasNotKilled() throws Exception {
        requireTheSameEnd(PLANE.formatted(40), 10, System.nanoTime());
    }

    @Test
    @EnabledIfSystemProperty(named = "lap.kills", matches = "\\d+", disabledReason = "takes minutes; -Dlap.kills=10")
    void aStudyEndsTheSameAfterManyKills() throws Exception {
        requireTheSameEnd(PLANE.formatted(300), Integer.getInteger("lap.kills"), System.nanoTime());
    }

    @Test
    @EnabledIfSystemProperty(named = "lap.kills", matches = "\\d+", disabledReason = "takes minutes; -Dlap.kills=10")
    void aStudyWithAPreparationEndsTheSameAfterManyKills() throws Exception {
        requireTheSameEnd(digits(), Integer.getInteger("lap.kills"), System.nanoTime());
    }

    /** The project's own studies, small versions of them; those of digits on pictures of four pixels. */
    @ParameterizedTest
    @ValueSource(strings = {
            "table-01-forms", "table-01-rates", "module-wise", "circles-control", "circles-control-100",
            "circles-control-100-plain", "circles-weights", "figure-4", "optimal-maps", "optimal-maps-plane",
            "optimal-maps-few", "optimal-maps-digits"})
    @EnabledIfSystemProperty(named = "lap.kills", matches = "\\d+", disabledReason = "takes minutes; -Dlap.kills=10")
    void aStudyOfTheProjectEndsTheSameAfterKills(String name) throws Exception {
        String text = Files.readString(Repository.root().resolve("studies").resolve(name + ".yaml"));
        Path data = SampleData.mnist(folder.resolve("data"), 400);
        requireTheSameEnd(text, Math.min(3, Integer.getInteger("lap.kills")), System.nanoTime(),
                "--scale", "0.02", "--scale-data", "--data-dir", data.toString());
    }

    /** Sums of convolutions are rounded by the number of threads, which the first session of a process once fixed. */
    @Test
    void neitherWhoPreparedNorHowManyWorkChangesARecord() throws Exception {
        Path file = Files.writeString(folder.resolve("study.yaml"), digits());
        Path out = folder.resolve("digits");
        assertThat(start(file, out, "whole.log", "--scale", "0.5", "--scale-data").waitFor()).as(log("whole.log"))
                .isZero();
        Map<String, JsonNode> made = StudyFolders.records(out);
        Files.delete(out.resolve("records.jsonl"));

        Process again = start(file, out, "again.log", "--scale", "0.5", "--scale-data", "--workers", "2");

        assertThat(again.waitFor()).as(log("again.log")).isZero();
        assertThat(made).hasSize(4);
        assertThat(made.values()).extracting(record -> record.at("/data/train_size").asInt())
                .containsExactlyInAnyOrder(20, 20, 96, 96);
        assertThat(StudyFolders.records(out)).isEqualTo(made);
    }

    private String digits() throws IOException {
        return DIGITS.formatted(SampleData.images(folder.resolve("images.npz"), 120, 4));
    }

    private void requireTheSameEnd(String text, int kills, long seed, String... options) throws Exception {
        Path file = Files.writeString(folder.resolve("study.yaml"), text);
        Path undisturbed = folder.resolve("undisturbed");
        Path killed = folder.resolve("killed");
        long begun = System.currentTimeMillis();
        Process whole = start(file, undisturbed, "whole.log", options);
        while (whole.isAlive() && !Files.exists(undisturbed.resolve("study.json"))) {
            Thread.sleep(2);
        }
        long startup = System.currentTimeMillis() - begun;
        assertThat(whole.waitFor()).as(log("whole.log")).isZero();
        long working = System.currentTimeMillis() - begun - startup;

        Random random = new Random(seed);
        int done = 0;
        while (done < kills) {
            Process process = start(file, killed, "killed.log", options);
            if (done % 4 == 3) {
                process.waitFor((long) (startup * random.nextDouble()), TimeUnit.MILLISECONDS);
            } else {
                while (process.isAlive() && !holdsLock(process, killed)) {
                    Thread.sleep(2);
                }
                // Far enough on average to reach the end's last steps with the last kills.
                process.waitFor((long) (Math.min(LONGEST_MILLIS, 2.0 * working / kills) * random.nextDouble()),
                        TimeUnit.MILLISECONDS);
            }
            process.destroyForcibly();
            if (process.waitFor() == 0) {
                StudyFolders.requireSame(killed, undisturbed, "seed %d, %d kills: ".formatted(seed, done));
                AtomicFiles.delete(killed);
                continue;
            }
            assertThat(process.exitValue()).as(log("killed.log")).isEqualTo(128 + 9);
            done++;
            report(done, seed);
        }
        Process last = start(file, killed, "last.log", options);

        assertThat(last.waitFor()).as(log("last.log")).isZero();
        StudyFolders.requireSame(killed, undisturbed, "seed %d, %d kills: ".formatted(seed, done));
        LapRun.of("check", killed).done();
    }

    private static boolean holdsLock(Process process, Path folder) {
        try {
            return Files.readString(folder.resolve(".lap.lock")).startsWith(process.pid() + "\n");
        } catch (IOException notYet) {
            return false;
        }
    }

    private static void report(int done, long seed) {
        if (done % 10 == 0) {
            System.err.printf("studies: killed %d times, seed %d%n", done, seed);
        }
    }

    private Process start(Path file, Path out, String log, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("study", file.toString(), "--out", out.toString()));
        arguments.addAll(List.of(options));
        return LapProcess.start(folder.resolve(log), arguments);
    }

    private String log(String name) throws IOException {
        return Files.readString(folder.resolve(name), StandardCharsets.UTF_8);
    }
}
