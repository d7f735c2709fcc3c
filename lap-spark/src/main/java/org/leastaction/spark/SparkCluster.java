package org.leastaction.spark;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.spark.SimpleFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import org.leastaction.bench.record.RunResult;
import org.leastaction.bench.study.StudyExecutor;
import org.leastaction.bench.study.WorkUnit;
import org.leastaction.bench.study.process.ClusterEngine.Cluster;
import org.leastaction.bench.study.process.ClusterEngine.UnusableException;
import org.leastaction.bench.study.process.UnitBytes;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.BoxedUnit;

/** A Spark application that makes the units of one study. */
final class SparkCluster implements Cluster {

    /** Tasks of a job at most; more units are made in bundles, because the driver keeps a state of every task. */
    private static final int MOST_TASKS = 10_000;

    /** How long to wait for the first machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration POLL = Duration.ofMillis(200);

    private final JavaSparkContext context;
    private final boolean local;
    private final String study;
    private final Consumer<String> remarks;
    private final List<Path> temporary = new ArrayList<>();
    private Worker worker;

    SparkCluster(
            JavaSparkContext context, Worker worker, boolean local, String study, Consumer<String> remarks) {
        this.context = context;
        this.worker = worker;
        this.local = local;
        this.study = study;
        this.remarks = remarks;
    }

    /** Sends jars to every machine. */
    void send(List<String> jars) {
        jars.forEach(context::addFile);
    }

    @Override
    public void ship(Path folder, String variable) throws IOException {
        if (local) {
            worker = worker.with(Map.of(variable, folder.toAbsolutePath().toString()), Map.of());
            return;
        }
        String name = variable.toLowerCase(Locale.ROOT).replace('_', '-');
        Path zip = Files.createTempDirectory("lap-spark").resolve(name + ".zip");
        temporary.add(zip);
        zip(folder, zip);
        context.sc().addArchive(zip.toUri() + "#" + name);
        worker = worker.with(Map.of(), Map.of(variable, name));
    }

    private static void zip(Path folder, Path target) throws IOException {
        try (OutputStream out = Files.newOutputStream(target); ZipOutputStream zip = new ZipOutputStream(out);
                Stream<Path> files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            zip.setLevel(1);
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                zip.putNextEntry(new ZipEntry(folder.relativize(file).toString().replace('\\', '/')));
                Files.copy(file, zip);
            }
        }
    }

    /**
     * Waits for a machine, and lets as many tasks as run at once check that they can make units.
     *
     * @throws UnusableException if there is no machine, or one cannot make units
     */
    void check(byte[] sample, int threads) throws UnusableException, InterruptedException {
        awaitMachine();
        int slots = Math.max(1, context.defaultParallelism() / threads);
        List<UnitTask.Unit> samples = IntStream.range(0, slots).mapToObj(i -> new UnitTask.Unit(-1, sample)).toList();
        Job job = submit(samples, "LAP study " + study + ": checks the machines");
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (int left = slots; left > 0; left--) {
            List<UnitOutcome> outcomes = job.next(left == slots ? deadline : Long.MAX_VALUE);
            if (outcomes.isEmpty()) {
                job.cancel();
                throw new UnusableException(job.failure().isEmpty()
                        ? "no machine of the cluster starts a task of " + threads + " threads within "
                                + PATIENCE.toSeconds() + " s; it may have fewer cores or less memory than asked for"
                        : "the machines of the cluster cannot run this program: " + job.failure());
            }
            for (UnitOutcome outcome : outcomes) {
                if (outcome.failure() != null) {
                    job.cancel();
                    throw new UnusableException("a machine of the cluster cannot make units: " + outcome.failure());
                }
            }
        }
    }

    private void awaitMachine() throws UnusableException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!local && context.sc().statusTracker().getExecutorInfos().length < 2) { // the driver is one of them
            if (context.sc().isStopped()) {
                throw new UnusableException(
                        "the cluster ended the application before it gave a machine; the logs of its"
                                + " master and workers say why");
            }
            if (System.nanoTime() > deadline) {
                throw new UnusableException("the cluster gives no machine within " + PATIENCE.toSeconds()
                        + " s; it may have no free worker with enough cores and memory");
            }
            Thread.sleep(POLL.toMillis());
        }
    }

    @Override
    public void execute(List<WorkUnit> units, UnitWork work, StudyExecutor.Outcome outcome)
            throws IOException, InterruptedException {
        if (units.isEmpty()) {
            return;
        }
        List<UnitTask.Unit> sent = new ArrayList<>(units.size());
        for (WorkUnit unit : units) {
            sent.add(new UnitTask.Unit(sent.size(), UnitBytes.of(unit)));
        }
        Job job = submit(sent, "LAP study " + study + ": " + (units.size() == 1 ? "unit " + units.get(0).label()
                : units.size() + " units, from " + units.get(0).id() + " to " + units.get(units.size() - 1).id()));
        try {
            for (int left = units.size(); left > 0;) {
                List<UnitOutcome> outcomes = job.next(Long.MAX_VALUE);
                if (outcomes.isEmpty()) {
                    throw new IOException("Spark ended the study before it was complete: " + job.failure()
                            + "; the same command goes on");
                }
                for (UnitOutcome made : outcomes) {
                    deliver(units.get(made.unit()), made, outcome);
                    left--;
                }
            }
        } finally {
            job.cancel();
        }
    }

    private void deliver(WorkUnit unit, UnitOutcome made, StudyExecutor.Outcome outcome) throws IOException {
        if (made.results() != null) {
            outcome.made(unit, RunResult.read(made.results()));
        } else {
            if (made.refused()) {
                remarks.accept("a machine cannot make units: " + made.failure());
            }
            outcome.failed(unit, new IOException(made.failure()));
        }
    }

    /** A job whose results arrive one task after another. */
    private record Job(BlockingQueue<List<UnitOutcome>> outcomes, SimpleFutureAction<Object> future) {

        /** The outcomes of the next task that ends; none if the job ended without more, or at a deadline. */
        List<UnitOutcome> next(long deadline) throws InterruptedException {
            while (true) {
                boolean ended = future.isCompleted();
                List<UnitOutcome> next = outcomes.poll(POLL.toMillis(), TimeUnit.MILLISECONDS);
                if (next != null) {
                    return next;
                }
                if (ended || System.nanoTime() > deadline) {
                    return List.of();
                }
            }
        }

        /** Why the job failed; empty if it did not. */
        String failure() {
            return future.isCompleted() && future.value().get().isFailure()
                    ? SparkEngine.firstLine(future.value().get().failed().get()) : "";
        }

        void cancel() {
            if (!future.isCompleted()) {
                future.cancel();
            }
        }
    }

    private Job submit(List<UnitTask.Unit> units, String description) {
        context.sc().setJobGroup(study, description, true);
        RDD<UnitTask.Unit> tasks = context.parallelize(units, Math.min(units.size(), MOST_TASKS)).rdd();
        BlockingQueue<List<UnitOutcome>> outcomes = new LinkedBlockingQueue<>();
        List<Object> partitions = IntStream.range(0, tasks.getNumPartitions()).mapToObj(i -> (Object) i).toList();
        return new Job(outcomes, context.sc().submitJob(tasks, new UnitTask(worker),
                CollectionConverters.asScala(partitions).toSeq(),
                (index, made) -> {
                    outcomes.add(List.of(made));
                    return BoxedUnit.UNIT;
                },
                () -> BoxedUnit.UNIT));
    }

    @Override
    public void close() throws IOException {
        context.stop();
        Worker.close(worker.application());
        for (Path file : temporary) {
            Files.deleteIfExists(file);
            Files.deleteIfExists(file.toAbsolutePath().getParent());
        }
    }
}
