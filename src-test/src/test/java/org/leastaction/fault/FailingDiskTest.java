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

    /** In one process for each command, because its start and that of TensorFlow take as long as ten short trainings. */
    @ParameterizedTest
    @CsvSource({"train, ONCE:1 FULL:1 BROKEN:1", "study, ONCE:1 FULL:3 BROKEN:3", "report, ONCE:1 FULL:3 BROKEN:3",
            "export, ONCE:1 FULL:1", "export-onnx, ONCE:1 FULL:1"})
    void everyOperationMayFailAndPowerMayBeLost(String scenario, String failures) throws Exception {
        String step = System.getProperty("lap.fault.step");
        List<String> all = new ArrayList<>(List.of(folder.resolve("runs").toString(), scenario,
                Long.toString(System.nanoTime())));
        all.addAll(List.of((step == null ? failures : failures.replaceAll("\\d+", step)).split(" ")));
        all.add("POWER:" + Integer.getInteger("lap.power", 15));
        java(List.of("-Xmx512m", "-XX:+UseSerialGC"), FaultRuns.class, all.toArray(String[]::new));
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

        java(List.of("-Xmx24m", "-XX:+UseG1GC"), LowMemoryRuns.class, run.toString(), folder.toString(), "128");
    }

    private void java(List<String> options, Class<?> main, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1"));
        command.addAll(options);
        command.addAll(
                List.of("-Djava.nio.file.spi.DefaultFileSystemProvider=" + WatchedProvider.class.getName(),
                        "-Djava.awt.headless=true", "-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        int exitCode = process.waitFor();
        String output = Files.readString(log);
        assertThat(exitCode).as(output).isZero();
        output.lines().filter(line -> line.contains(" operations") || line.contains(" readings"))
                .forEach(System.err::println);
    }
}
