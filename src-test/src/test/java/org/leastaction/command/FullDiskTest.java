package org.leastaction.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.leastaction.command.LapRun.Json;

/** A disk of a few kilobytes, where this process may mount one. */
class FullDiskTest {

    @TempDir
    Path folder;

    private Path disk;
    private int mounted;

    @BeforeEach
    void mountASmallDisk() throws Exception {
        disk = Files.createDirectories(folder.resolve("disk"));
        mounted = run("mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", disk.toString());
        assumeThat(mounted).as("exit code of mounting a small disk, which takes permission").isZero();
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted == 0) {
            assertThat(run("umount", disk.toString())).isZero();
        }
    }

    private static int run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException notThere) {
            return -1;
        }
    }

    private static LapRun train(Path out, int width) {
        return LapRun.of("train", "--data", "circles", "--train-size", 20, "--test-size", 20, "--model", "mlp",
                "--width", width, "--blocks", 1, "--epochs", 1, "--quiet", "--out", out);
    }

    @Test
    void aModelThatDoesNotFitIsNotThereAtAll() {
        LapRun full = train(disk.resolve("run"), 4000).refused(1, "No space left on device");

        assertThat(full.err()).contains("cannot write " + disk);

        assertThat(Folders.files(disk)).isEmpty();
    }

    @Test
    void aRecordThatDoesNotFitIsNotThereAtAllAndTheRunGoesOnWithMoreSpace() throws Exception {
        Path model = folder.resolve("elsewhere");
        train(model, 4).done();
        Path out = disk.resolve("run");
        LapRun full = analyze(model, out).refused(1, "No space left on device");
        assertThat(full.err()).contains("cannot").contains(disk.toString());

        for (String file : Folders.files(out)) {
            assertThat(file).doesNotEndWith(".tmp").doesNotContain("report.pdf");
        }
        if (Files.exists(out.resolve("records.jsonl"))) {
            assertThat(Files.readAllLines(out.resolve("records.jsonl"))).allSatisfy(Json::object);
        }

        assertThat(run("mount", "-o", "remount,size=4m", disk.toString())).isZero();
        analyze(model, out).done();
        assertThat(Folders.files(out)).containsAll(List.of("analysis.json", "records.jsonl", "report.pdf"));
    }

    @Test
    void aFullTemporaryFolderIsNamed() throws Exception {
        Path model = Repository.root().resolve("lap-onnx/src/test/resources/golden/plane.onnx");
        Path log = folder.resolve("log");

        int exitCode = LapProcess.start(log, List.of("inspect", model.toString()),
                Map.of("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + disk)).waitFor();

        assertThat(Files.readString(log)).contains("it is unpacked into the temporary folder " + disk
                + ", and nothing can be written there (").contains("No space left on device");
        assertThat(exitCode).isEqualTo(1);
    }

    private static LapRun analyze(Path model, Path out) {
        return LapRun.of("analyze", "--model", model, "--data", "circles", "--quiet", "--out", out);
    }
}
