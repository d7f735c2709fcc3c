package org.leastaction.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.leastaction.bench.command.Lap;
import org.leastaction.points.io.Npy;
import org.leastaction.points.io.NpyArray;
import org.leastaction.points.io.Npz;

/**
 * Commands on a disk that fails at the k-th operation, and on one that loses power; readers that run out of memory. Every k fails
 * once; where the longer commands find the disk full or broken from then on, every third, and with {@code
 * -Dlap.fault.step=1} every one. With {@code -Dlap.power=N}, N power failures of each command.
 */
@EnabledOnOs({OS.LINUX, OS.MAC})
class FailingDiskTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
            "train, ONCE, 1", "train, FULL, 1", "train, BROKEN, 1",
            "study, ONCE, 1", "study, FULL, 3", "study, BROKEN, 3",
            "report, ONCE, 1", "report, FULL, 3", "report, BROKEN, 3",
            "export, ONCE, 1", "export, FULL, 1", "export-onnx, ONCE, 1", "export-onnx, FULL, 1",
    })
    void everyOperationMayFail(String scenario, String failure, String step) throws Exception {
        runs(scenario, "faults", failure, System.getProperty("lap.fault.step", step));
    }

    @ParameterizedTest
    @CsvSource({"train", "study", "report", "export", "export-onnx"})
    void powerMayBeLost(String scenario) throws Exception {
        runs(scenario, "power", Integer.getInteger("lap.power", 15).toString(), Long.toString(System.nanoTime()));
    }

    @Test
    void readersMayRunOutOfMemory() throws Exception {
        Path run = folder.resolve("run");
        assertThat(Lap.run(new String[] {"train", "--data", "circles", "--train-size", "40", "--test-size", "20",
                "--model",
                "mlp", "--width", "60", "--blocks", "3", "--epochs", "300", "--threads", "1", "--quiet", "--out",
                run.toString()}, System.err, System.err)).isZero();
        NpyArray points = NpyArray.of(new double[80_000], 20_000, 4);
        Files.writeString(folder.resolve("points.csv"), "1,2,3,4\n".repeat(20_000));
        Npy.write(folder.resolve("points.npy"), points);
        Npz.write(folder.resolve("points.npz"), Map.of("x", points));

        java("-Xmx24m", LowMemoryRuns.class, run.toString(), folder.toString(), "128");
    }

    private void runs(String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(folder.resolve("runs").toString()));
        all.addAll(List.of(arguments));
        java("-Xmx512m", FaultRuns.class, all.toArray(String[]::new));
    }

    private void java(String memory, Class<?> main, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1"));
        command.addAll(
                List.of(memory, "-Djava.nio.file.spi.DefaultFileSystemProvider=" + WatchedProvider.class.getName(),
                        "-Djava.awt.headless=true", "-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        int exitCode = process.waitFor();
        String output = Files.readString(log);
        assertThat(exitCode).as(output).isZero();
        System.err.println(output.lines().reduce("", (before, line) -> line));
    }
}
