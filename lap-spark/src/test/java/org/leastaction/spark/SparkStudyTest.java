package org.leastaction.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.leastaction.io.AtomicFiles;

/** {@code lap study --executor spark}: in one process, and on a cluster of a master and two workers. */
@EnabledOnOs({OS.LINUX, OS.MAC})
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class SparkStudyTest {

    private static final Path TABLE_9 = Path.of("..", "studies", "table-09.yaml").toAbsolutePath();

    /** Units of one network. */
    private static final String IMAGES = """
            study: images
            instances: %d
            measure: cost
            settings: {data: %s, model: resnet9, blocks: 1, filters: 4, epochs: %d, batch: 16}
            columns: [{label: vanilla}, {label: lap, settings: {objective: lap}}]
            rows: [{label: few, settings: {train-size: 40}}, {label: all}]
            """;

    @TempDir
    private Path folder;

    private Path local;

    @BeforeEach
    void nameFolder() {
        local = folder.resolve("local");
    }

    private Process start(Path study, Path out, String... options) throws IOException {
        return startAt(Path.of(System.getProperty("user.home")), study, out, options);
    }

    private Process startAt(Path home, Path study, Path out, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("study", study.toString(), "--out", out.toString(),
                "--html-points", "0"));
        arguments.addAll(List.of(options));
        return Programs.lap(log(out), home, arguments);
    }

    private static Path log(Path out) {
        return out.resolveSibling(out.getFileName() + ".log");
    }

    private String done(Process process, Path out) throws IOException, InterruptedException {
        int status = process.waitFor();
        String log = Files.readString(log(out));
        assertThat(status).as(log).isZero();
        return log;
    }

    private void refused(Process process, Path out, String sentence) throws IOException, InterruptedException {
        int status = process.waitFor();
        assertThat(Files.readAllLines(log(out))).singleElement().asString().startsWith("lap: ").contains(sentence);
        assertThat(status).isEqualTo(2);
        assertThat(out).doesNotExist();
    }

    /** Records by line, sorted by id, but for the time that they took. */
    private static List<String> records(Path out) throws IOException {
        List<String> lines = Files.readAllLines(out.resolve("records.jsonl")).stream()
                .map(line -> line.replaceFirst("\"seconds\":[0-9.eE+-]+", "")
                        .replaceFirst(",\"crc32c\":\"[0-9a-f]{8}\"", ""))
                .sorted().toList();
        assertThat(lines.stream().map(line -> line.replaceFirst(".*?\"id\":\"([^\"]+)\".*", "$1")))
                .doesNotHaveDuplicates();
        return lines;
    }

    private void requireSame(Path out, String what) throws IOException {
        assertThat(records(out)).as(what).isEqualTo(records(local));
        assertThat(out.resolve("table.csv")).as(what).hasSameBinaryContentAs(local.resolve("table.csv"));
    }

    @Test
    void table9IsTheSameOnSparkInOneProcessAndOnACluster() throws Exception {
        done(start(TABLE_9, local, "--scale", "0.05"), local);

        Path two = folder.resolve("two");
        done(start(TABLE_9, two, "--scale", "0.05", "--executor", "spark", "--master", "local[2]"), two);
        requireSame(two, "local[2]");

        try (Standalone cluster = new Standalone(folder.resolve("cluster"), 2)) {
            Path out = folder.resolve("standalone");
            done(start(TABLE_9, out, "--scale", "0.05", "--executor", "spark", "--master", cluster.url()), out);
            requireSame(out, "standalone");
        }
    }

    @Test
    void killedWorkersChildrenAndDriversChangeNothing() throws Exception {
        int kills = Integer.getInteger("lap.kills", 3);
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Path study = Files.writeString(folder.resolve("images.yaml"),
                IMAGES.formatted(3, SampleImages.write(folder.resolve("images.npz"), 120), 12));
        done(start(study, local), local);
        Path out = folder.resolve("killed");
        try (Standalone cluster = new Standalone(folder.resolve("cluster"), 2)) {
            int done = 0;
            Process driver = start(study, out, "--executor", "spark", "--master", cluster.url());
            for (int kill = 0; kill < kills; kill++) {
                // A child exists before units run.
                while (driver.isAlive() && cluster.children().isEmpty()) {
                    Thread.sleep(20);
                }
                driver.waitFor(random.nextInt(4000), TimeUnit.MILLISECONDS);
                switch (kill % 3) {
                    case 0 -> cluster.killWorker(random.nextInt(cluster.size()));
                    case 1 -> cluster.children().stream().findAny().ifPresent(ProcessHandle::destroyForcibly);
                    default -> {
                        driver.destroyForcibly().waitFor();
                        driver = start(study, out, "--executor", "spark", "--master", cluster.url());
                    }
                }
                if (!driver.isAlive() && driver.exitValue() == 0) {
                    requireSame(out, "seed %d, complete after %d kills".formatted(seed, kill));
                    AtomicFiles.delete(out);
                    driver = start(study, out, "--executor", "spark", "--master", cluster.url());
                }
                done++;
            }
            assertThat(done).isEqualTo(kills);
            int status = driver.waitFor();
            if (status != 0) { // a unit may have lost its child in every attempt; the same command makes it
                driver = start(study, out, "--executor", "spark", "--master", cluster.url());
                done(driver, out);
            }
            requireSame(out, "seed %d, %d kills".formatted(seed, kills));
        }
    }

    @Test
    void whatCannotWorkIsOneLineAndStartsNothing() throws Exception {
        Path study = Files.writeString(folder.resolve("circles.yaml"), """
                study: small
                settings: {data: circles, train-size: 40, test-size: 20, model: mlp, blocks: 2, epochs: 2}
                columns: [{label: a}]
                rows: [{label: b}]
                """);
        Path out = folder.resolve("out");
        refused(start(study, out, "--executor", "spark", "--master", "spark://127.0.0.1:1"), out,
                "--master: no Spark master answers at 127.0.0.1:1");
        refused(start(study, out, "--executor", "spark", "--master", "nonsense"), out,
                "--master nonsense: Spark does not start: ");
        refused(start(study, out, "--executor", "storm", "--master", "x"), out,
                "--executor: there is no 'storm', only local, spark");
        refused(start(study, out, "--executor", "spark"), out, "needs --master");
        try (Standalone cluster = new Standalone(folder.resolve("cluster"), 1)) {
            refused(start(study, out, "--executor", "spark", "--master", cluster.url(), "--lap-home", "/nowhere"), out,
                    "there is no installation of LAP in /nowhere");
            // The home folder of the driver, and no other, has the data.
            Path home = folder.resolve("home");
            Path data = SampleImages.mnist(home.resolve(".cache/lap/mnist"), 40);
            Path images = Files.writeString(folder.resolve("images.yaml"), IMAGES.formatted(1, "mnist", 1));
            refused(startAt(home, images, out, "--executor", "spark", "--master", cluster.url()), out,
                    "a machine of the cluster cannot make units: 127.0.0.1: ");

            Path shipped = folder.resolve("shipped");
            done(startAt(home, images, shipped, "--executor", "spark", "--master", cluster.url(),
                    "--data-dir", data.toString(), "--ship-data"), shipped);
            assertThat(records(shipped)).hasSize(4);
        }
    }
}
