package org.leastaction.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.leastaction.command.LapRun.Json;
import org.leastaction.io.AtomicFiles;

/** {@code lap train} in a process of its own that is killed at random moments (kill −9), then repeated. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class KilledTrainingTest {

    /** How long a process goes on at most after its first checkpoint; a machine may be faster than it was before. */
    private static final double LONGEST_MILLIS = 400;

    @TempDir
    Path folder;

    private List<String> networkOfThePlane() {
        return List.of("--data", "circles", "--train-size", "200", "--test-size", "100", "--model", "mlp", "--blocks",
                "3", "--objective", "lap", "--lambda0", "2", "--tau", "0.5", "--batch", "10", "--epochs", "60");
    }

    private List<String> variedImages() throws IOException {
        Path images = SampleData.images(folder.resolve("images.npz"), 120, 4);
        return List.of("--data", images.toString(), "--model", "resnet9", "--blocks", "3", "--filters", "8",
                "--augment", "crop-flip", "--objective", "lap", "--batch", "8", "--epochs", "40");
    }

    @Test
    void aTrainingOfPointsEndsAsIfItHadNotBeenKilled() throws Exception {
        requireTheSameEnd(networkOfThePlane(), 10, System.nanoTime());
    }

    @Test
    @EnabledIfSystemProperty(named = "lap.kills", matches = "\\d+", disabledReason = "takes minutes; -Dlap.kills=20")
    void aTrainingOfPointsEndsTheSameAfterManyKills() throws Exception {
        requireTheSameEnd(networkOfThePlane(), Integer.getInteger("lap.kills"), System.nanoTime());
    }

    @Test
    @EnabledIfSystemProperty(named = "lap.kills", matches = "\\d+", disabledReason = "takes minutes; -Dlap.kills=20")
    void aTrainingOfImagesEndsTheSameAfterManyKills() throws Exception {
        requireTheSameEnd(variedImages(), Integer.getInteger("lap.kills"), System.nanoTime());
    }

    /**
     * Ctrl-C and SIGTERM are noticed between two steps: the state of the training is stored, whenever the last
     * checkpoint was.
     */
    @Test
    void aTrainingThatIsAskedToStopKeepsWhereItStands() throws Exception {
        List<String> training = new ArrayList<>(networkOfThePlane());
        training.set(training.size() - 1, "250");
        training.addAll(List.of("--checkpoint-seconds", "3600"));
        Path undisturbed = folder.resolve("undisturbed");
        long begun = System.nanoTime();
        assertThat(LapProcess.start(folder.resolve("whole.log"), command(training, undisturbed)).waitFor()).isZero();
        long whole = System.nanoTime() - begun;
        Path stopped = folder.resolve("stopped");
        Process process = stoppedAmid(training, stopped, whole * 6 / 10);

        assertThat(process.exitValue()).as(log("stopped.log")).isNotZero();
        assertThat(log("stopped.log"))
                .containsPattern("the state after step \\d+ is kept: the same command goes on from there")
                .contains("lap: interrupted");
        assertThat(stopped.resolve("records.jsonl")).doesNotExist();
        assertThat(LapProcess.start(folder.resolve("last.log"), command(training, stopped)).waitFor()).isZero();
        String kept = log("stopped.log").replaceAll("(?s).*the state after step (\\d+) is kept.*", "$1");
        assertThat(log("last.log")).contains("the training goes on after step " + kept + ",");
        assertThat(Folders.files(stopped)).isEqualTo(Folders.files(undisturbed));
        assertThat(record(stopped)).isEqualTo(record(undisturbed));
    }

    /** A training that was asked to stop between its first step and its end; the speed of the machine may change. */
    private Process stoppedAmid(List<String> training, Path out, long guess) throws Exception {
        long nanos = guess;
        for (int attempt = 0; attempt < 20; attempt++) {
            Process process = LapProcess.start(folder.resolve("stopped.log"), command(training, out));
            boolean tooLate = process.waitFor(nanos, TimeUnit.NANOSECONDS);
            process.destroy();
            if (process.waitFor() != 0 && !log("stopped.log").equals("lap: interrupted\n")) {
                return process;
            }
            AtomicFiles.delete(out);
            nanos = tooLate ? nanos * 8 / 10 : nanos * 12 / 10;
        }
        throw new AssertionError("the training was never stopped between its first step and its end");
    }

    private static List<String> command(List<String> training, Path out) {
        List<String> arguments = new ArrayList<>(List.of("train"));
        arguments.addAll(training);
        arguments.addAll(List.of("--out", out.toString()));
        return arguments;
    }

    private void requireTheSameEnd(List<String> training, int kills, long seed) throws Exception {
        Path undisturbed = folder.resolve("undisturbed");
        Path killed = folder.resolve("killed");
        long begun = System.currentTimeMillis();
        Process whole = start(training, undisturbed, "whole.log");
        waitForCheckpoint(whole, undisturbed, begun);
        long startup = System.currentTimeMillis() - begun;
        assertThat(whole.waitFor()).as(log("whole.log")).isZero();
        long stepping = System.currentTimeMillis() - begun - startup;

        Random random = new Random(seed);
        int done = 0;
        while (done < kills) {
            begun = System.currentTimeMillis();
            Process process = start(training, killed, "killed.log");
            if (done % 4 == 3) {
                process.waitFor((long) (startup * random.nextDouble()), TimeUnit.MILLISECONDS);
            } else {
                waitForCheckpoint(process, killed, begun);
                process.waitFor((long) (Math.min(LONGEST_MILLIS, 1.2 * stepping / kills) * random.nextDouble()),
                        TimeUnit.MILLISECONDS);
            }
            process.destroyForcibly();
            if (process.waitFor() == 0) {
                requireSame(killed, undisturbed, "seed %d, %d kills: ".formatted(seed, done));
                AtomicFiles.delete(killed);
                continue;
            }
            assertThat(process.exitValue()).as(log("killed.log")).isEqualTo(128 + 9);
            done++;
            if (done % 10 == 0) {
                System.err.printf("trainings: killed %d times, seed %d%n", done, seed);
            }
        }
        Process last = start(training, killed, "last.log");

        assertThat(last.waitFor()).as(log("last.log")).isZero();
        requireSame(killed, undisturbed, "seed %d, %d kills: ".formatted(seed, done));
    }

    private static void requireSame(Path killed, Path undisturbed, String what) throws IOException {
        assertThat(Folders.files(killed)).as(what + "files").isEqualTo(Folders.files(undisturbed));
        assertThat(record(killed)).as(what + "record").isEqualTo(record(undisturbed));
        for (String file : Folders.files(undisturbed)) {
            if (file.startsWith("models/")) {
                assertThat(killed.resolve(file)).as(what + file)
                        .hasSameBinaryContentAs(undisturbed.resolve(file));
            }
        }
    }

    /** Returns when a checkpoint that was not there at {@code begun} is there, or the process has ended. */
    private static void waitForCheckpoint(Process process, Path run, long begun) throws Exception {
        while (process.isAlive() && newestCheckpoint(run) < begun) {
            Thread.sleep(2);
        }
    }

    private static long newestCheckpoint(Path run) {
        try {
            return Folders.files(run).stream()
                    .filter(file -> file.endsWith(".checkpoint"))
                    .mapToLong(file -> run.resolve(file).toFile().lastModified())
                    .max()
                    .orElse(0);
        } catch (UncheckedIOException inFlux) {
            return 0;
        }
    }

    private Process start(List<String> training, Path out, String log) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("train"));
        arguments.addAll(training);
        arguments.addAll(List.of("--out", out.toString(), "--checkpoint-seconds", "0"));
        return LapProcess.start(folder.resolve(log), arguments);
    }

    private String log(String name) throws IOException {
        return Files.readString(folder.resolve(name), StandardCharsets.UTF_8);
    }

    /** The only record of a run, but for the time that it took. */
    private static JsonNode record(Path run) throws IOException {
        List<String> lines = Files.readAllLines(run.resolve("records.jsonl"));
        assertThat(lines).hasSize(1);
        ObjectNode record = Json.object(lines.get(0)).deepCopy();
        ((ObjectNode) record.get("training")).remove("seconds");
        record.remove("crc32c");
        return record;
    }
}
