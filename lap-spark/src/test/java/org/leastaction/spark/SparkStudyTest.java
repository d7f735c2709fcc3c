package org.leastaction.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.jspecify.annotations.Nullable;
import org.leastaction.bench.study.Study.SeedRule;
import org.leastaction.bench.study.StudyCell;
import org.leastaction.bench.study.StudyInstance;
import org.leastaction.bench.study.WorkUnit;
import org.leastaction.bench.study.process.ChildCommand;
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
    private static Path clusterFolder;

    /** A cluster with one worker for two tasks, for tests that kill nothing. */
    private static @Nullable Standalone shared;

    @TempDir
    private Path folder;

    private Path local;

    private static Standalone shared() throws IOException, InterruptedException {
        if (shared == null) {
            shared = new Standalone(clusterFolder, 1, 2);
        }
        return shared;
    }

    @AfterAll
    static void endCluster() throws IOException {
        if (shared != null) {
            shared.close();
        }
    }

    @BeforeEach
    void nameFolder() {
        local = folder.resolve("local");
    }

    private Process start(Path study, Path out, String... options) throws IOException {
        return startIn(Map.of(), Path.of(System.getProperty("user.home")), study, out, options);
    }

    private Process startIn(Map<String, String> environment, Path home, Path study, Path out, String... options)
            throws IOException {
        return Programs.lap(log(out), environment, home, arguments(study, out, options));
    }

    private static List<String> arguments(Path study, Path out, String... options) {
        List<String> arguments = new ArrayList<>(List.of("study", study.toString(), "--out", out.toString(),
                "--html-points", "0"));
        arguments.addAll(List.of(options));
        return arguments;
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
        assertThat(Files.readAllLines(log(out))).singleElement().asString().startsWith("lap: ").contains(sentence)
                .doesNotContain("(Class", ".java:");
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
    void table9IsTheSameInEveryWay() throws Exception {
        done(start(TABLE_9, local, "--scale", "0.05"), local);

        Path isolated = folder.resolve("isolated");
        done(start(TABLE_9, isolated, "--scale", "0.05", "--workers", "2"), isolated);
        requireSame(isolated, "isolated");

        List<String> merge = new ArrayList<>(List.of("study", "merge"));
        for (String index : List.of("2", "0", "1")) {
            Path shard = folder.resolve("shard-" + index);
            done(start(TABLE_9, shard, "--scale", "0.05", "--shard", index + "/3"), shard);
            merge.add(shard.toString());
        }
        Path merged = folder.resolve("merged");
        merge.addAll(List.of("--out", merged.toString(), "--html-points", "0"));
        done(Programs.lap(log(merged), Map.of(), folder, merge), merged);
        requireSame(merged, "merged");

        Path two = folder.resolve("two");
        done(start(TABLE_9, two, "--scale", "0.05", "--executor", "spark", "--master", "local[2]"), two);
        requireSame(two, "local[2]");

        try (Standalone cluster = new Standalone(folder.resolve("cluster"), 2, 1)) {
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
        Path study = images(3, 12);
        done(start(study, local), local);
        Path out = folder.resolve("killed");
        try (Standalone cluster = new Standalone(folder.resolve("cluster"), 2, 1)) {
            int inTheMiddle = 0;
            Process driver = start(study, out, "--executor", "spark", "--master", cluster.url());
            for (int kill = 0; kill < kills; kill++) {
                // A child exists before units run.
                while (driver.isAlive() && cluster.children().isEmpty()) {
                    Thread.sleep(20);
                }
                inTheMiddle += driver.isAlive() ? 1 : 0;
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
            }
            assertThat(inTheMiddle).as("kills while units were made, seed %d", seed).isPositive();
            int status = driver.waitFor();
            if (status != 0) { // a unit may have lost its child in every attempt; the same command makes it
                driver = start(study, out, "--executor", "spark", "--master", cluster.url());
                done(driver, out);
            }
            requireSame(out, "seed %d, %d kills".formatted(seed, kills));
        }
    }

    private Path images(int instances, int epochs) throws IOException {
        return Files.writeString(folder.resolve("images.yaml"), IMAGES.formatted(instances,
                SampleImages.write(folder.resolve("images.npz"), 120), epochs));
    }

    @Test
    void whatCannotWorkIsOneLineAndStartsNothing() throws Exception {
        Path study = images(1, 1);
        Path out = folder.resolve("out");
        refused(start(study, out, "--executor", "spark", "--master", "spark://127.0.0.1:1"), out,
                "--master: no Spark master answers at 127.0.0.1:1");
        refused(start(study, out, "--executor", "spark", "--master", "nonsense"), out,
                "--master nonsense: Spark does not start: ");
        refused(start(study, out, "--executor", "storm", "--master", "x"), out,
                "--executor: there is no 'storm', only local, spark");
        refused(start(study, out, "--executor", "spark"), out, "needs --master");

        Installation other = Installation.of(folder.resolve("other")).withVersion("0.0.9");
        Installation incomplete = Installation.of(folder.resolve("incomplete")).without("tensorflow-core-native");
        Installation broken = Installation.of(folder.resolve("broken")).without("lap-ot");
        for (Map.Entry<Path, String> home : Map.of(
                Path.of("/nowhere"), "there is no installation of LAP in /nowhere: it lacks lib/lap-bench-*.jar",
                other.path(), "LAP 0.0.9 (",
                broken.path(), "java.lang.NoClassDefFoundError: org/leastaction/",
                incomplete.path(), "put the jar of tensorflow-core-native with this platform's classifier on the class"
                        + " path")
                .entrySet()) {
            refused(start(study, out, "--executor", "spark", "--master", shared().url(),
                    "--lap-home", home.getKey().toString()), out, home.getValue());
        }
        AtomicFiles.delete(other.path());
        AtomicFiles.delete(incomplete.path());
        AtomicFiles.delete(broken.path());
    }

    @Test
    void dataOfTheDriverAloneAreRefusedOrSent() throws Exception {
        // The home folder of the driver, and no other, has the data.
        Path home = folder.resolve("home");
        Path data = SampleImages.mnist(home.resolve(".cache/lap/mnist"), 40);
        Path images = Files.writeString(folder.resolve("images.yaml"), IMAGES.formatted(1, "mnist", 1));
        Path out = folder.resolve("out");
        refused(startIn(Map.of(), home, images, out, "--executor", "spark", "--master", shared().url()), out,
                "a machine of the cluster cannot make units: 127.0.0.1: ");
        SampleImages.mnist(shared().userHome().resolve(".cache/lap/mnist"), 41);
        refused(startIn(Map.of(), home, images, out, "--executor", "spark", "--master", shared().url()), out,
                "the data 'mnist, train-size 40' here are not those of the study: their SHA-256 is ");

        Path shipped = folder.resolve("shipped");
        done(startIn(Map.of(), home, images, shipped, "--executor", "spark", "--master", shared().url(),
                "--data-dir", data.toString(), "--ship-data"), shipped);
        assertThat(records(shipped)).hasSize(4);
    }

    @Test
    void plugInsAreSent() throws Exception {
        Path home = Files.createDirectories(folder.resolve("lap"));
        Installation.plugIn(Files.createDirectories(home.resolve("plugins")));
        Map<String, String> installed = Map.of("LAP_HOME", home.toString());
        Path study = images(1, 1);
        Files.writeString(study, Files.readString(study).replace("objective: lap", "objective: own"));
        Path user = Path.of(System.getProperty("user.home"));
        done(startIn(installed, user, study, local), local);

        Path out = folder.resolve("out");
        done(startIn(installed, user, study, out, "--executor", "spark", "--master", shared().url()), out);

        requireSame(out, "with a plug-in");
    }

    /** Spark gives up a task that fails too often, here once, and fails its job. */
    @Test
    void aTaskThatSparkGivesUpFailsItsUnitAlone() throws Exception {
        Path study = images(2, 4);
        done(start(study, local), local);
        Path out = folder.resolve("out");
        Process driver = start(study, out, "--executor", "spark", "--master", shared().url(),
                "--conf", "spark.task.maxFailures=1");
        while (driver.isAlive() && (shared().children().isEmpty() || !Files.exists(out.resolve("study.json")))) {
            Thread.sleep(20);
        }
        Thread.sleep(1000); // until units run

        shared().executors().forEach(ProcessHandle::destroyForcibly);

        assertThat(driver.waitFor()).as(Files.readString(log(out))).isEqualTo(1);
        List<String> failures = Files.readAllLines(out.resolve("failures.json")).stream()
                .filter(line -> line.contains("\"reason\"")).toList();
        assertThat(failures).hasSizeBetween(1, 2).allSatisfy(line -> assertThat(line)
                .contains("Spark gave up its task: Job aborted", "exited caused by one of the running tasks"));
        assertThat(records(out)).hasSize(8 - failures.size()).isSubsetOf(records(local));
        done(start(study, out, "--executor", "spark", "--master", shared().url()), out);
        requireSame(out, "after a task that was given up");
    }

    @Test
    void anApplicationThatEndedIsASentence() throws Exception {
        Path log = folder.resolve("stopped.log");

        assertThat(Programs.test(log, StoppedContext.class).waitFor()).as(Files.readString(log)).isZero();
    }

    /** Spark may end the application while the driver prepares autoencoders. */
    static final class StoppedContext {

        public static void main(String[] arguments) throws Exception {
            JavaSparkContext context = new JavaSparkContext("local[1]", "stopped");
            Worker worker = new Worker("stopped", ChildCommand.likeThisProcess("none"), new ArrayList<>(), null,
                    Map.of(), new byte[0], 1);
            SparkCluster cluster = new SparkCluster(context, worker, false, "stopped", remark -> {});
            context.stop();
            StudyInstance instance = new StudyInstance("stopped",
                    new StudyCell(0, 0, Map.of("model", "mlp"), Optional.empty()), 0, SeedRule.HASHED);
            requireSentence(() -> cluster.execute(List.of(new WorkUnit(List.of(instance), Set.of(instance.id()))),
                    unit -> List.of(), null));
            requireSentence(() -> cluster.ship(Path.of("."), "LAP_PREPARED"));
        }

        private static void requireSentence(ThrowableAssert.ThrowingCallable call) {
            assertThatThrownBy(call).isInstanceOf(IOException.class)
                    .hasMessage(
                            "Spark ended the application before the study was complete; the same command continues");
        }
    }

    /** What {@code bin/spark-submit} does, with the build's jars. */
    @Test
    void submittedStudiesAreTheSameAndTheirJobsNameTheUnits() throws Exception {
        Path study = images(1, 1);
        done(start(study, local), local);
        Path events = Files.createDirectories(folder.resolve("events"));
        for (String master : List.of("local[2]", shared().url())) {
            Path out = folder.resolve("submitted-" + master.replaceAll("\\W", ""));
            done(Programs.submit(log(out), shared().home(), master, arguments(study, out, "--executor", "spark",
                    "--conf", "spark.eventLog.enabled=true", "--conf", "spark.eventLog.dir=" + events.toUri(),
                    "--conf", "spark.eventLog.compress=false")), out);
            requireSame(out, master);
        }
        // The property that Spark's user interface shows as the description of a job.
        List<String> described = new ArrayList<>();
        try (Stream<Path> files = Files.walk(events)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.readAllLines(file).stream().filter(line -> line.contains("\"SparkListenerJobStart\""))
                        .map(line -> line.replaceFirst(".*\"spark.job.description\":\"([^\"]*)\".*", "$1"))
                        .forEach(described::add);
            }
        }
        for (String id : List.of("r1c1", "r1c2", "r2c1", "r2c2")) {
            assertThat(described).filteredOn(("LAP study images: unit images-" + id + "-001")::equals).hasSize(2);
        }
        assertThat(described).hasSize(10).contains("LAP study images: checks the machines");
    }

    /** No card is needed: the addresses are those that Spark gave the task. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aChildSeesTheGpuOfItsTaskAlone() throws Exception {
        Path out = folder.resolve("out");
        Process driver = start(images(2, 4), out, "--executor", "spark", "--master", shared().url(),
                "--conf", "spark.executor.resource.gpu.amount=2", "--conf", "spark.task.resource.gpu.amount=1");
        Set<String> seen = new TreeSet<>();
        while (driver.isAlive()) {
            for (ProcessHandle child : shared().children()) {
                environment(child).filter(entry -> entry.startsWith("CUDA_VISIBLE_DEVICES=")).forEach(seen::add);
            }
            Thread.sleep(50);
        }
        done(driver, out);
        assertThat(seen).containsExactly("CUDA_VISIBLE_DEVICES=7", "CUDA_VISIBLE_DEVICES=9");
    }

    private static Stream<String> environment(ProcessHandle process) {
        try {
            return Stream.of(Files.readString(Path.of("/proc", Long.toString(process.pid()), "environ"))
                    .split("\0"));
        } catch (IOException ended) {
            return Stream.of();
        }
    }
}
