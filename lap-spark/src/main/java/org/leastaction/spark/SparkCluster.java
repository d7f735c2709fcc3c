package org.leastaction.spark;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
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
import org.apache.spark.api.java.JavaSparkStatusTracker;
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

    /** Jobs of a study at most, which is how many Spark's user interface lists; more units share jobs. */
    private static final int MOST_JOBS = 1000;

    /** Tasks of a job at most; more units share tasks, because the driver keeps a state of every task. */
    private static final int MOST_TASKS = 10;

    /** Time limit for a machine, and for a free slot on it. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Time limit for sending this program to a machine, starting a child there and reading the data. */
    private static final Duration SENDING = Duration.ofMinutes(10);

    private static final Duration POLL = Duration.ofMillis(200);

    private static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);

    /** How long Spark may take, after it has failed the jobs of an application that it ends, to stop the context. */
    private static final Duration STOPPING = Duration.ofSeconds(2);

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

    /** Sends jars to every machine, and those of plug-ins into a folder beside them. */
    void send(List<String> jars, List<Path> plugins) throws IOException {
        jars.forEach(context::addFile);
        if (!plugins.isEmpty()) {
            Map<String, Path> files = new TreeMap<>();
            plugins.forEach(jar -> files.put(String.valueOf(jar.getFileName()), jar));
            send(files, Worker.PLUGINS);
        }
    }

    /** Sends files, by their paths in a folder that every machine makes from them. */
    private void send(Map<String, Path> files, String folder) throws IOException {
        Path zip = Files.createTempDirectory("lap-spark").resolve(folder + ".zip");
        temporary.add(zip);
        try (OutputStream out = Files.newOutputStream(zip); ZipOutputStream entries = new ZipOutputStream(out)) {
            entries.setLevel(1);
            for (Map.Entry<String, Path> file : files.entrySet()) {
                entries.putNextEntry(new ZipEntry(file.getKey()));
                Files.copy(file.getValue(), entries);
            }
        }
        context.sc().addArchive(zip.toUri() + "#" + folder);
    }

    @Override
    public void ship(Path folder, String variable) throws IOException {
        requireContext();
        if (local) {
            worker = worker.with(Map.of(variable, folder.toAbsolutePath().toString()), Map.of());
            return;
        }
        String name = variable.toLowerCase(Locale.ROOT).replace('_', '-');
        Map<String, Path> sent = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            files.filter(Files::isRegularFile)
                    .forEach(file -> sent.put(folder.relativize(file).toString().replace('\\', '/'), file));
        }
        send(sent, name);
        worker = worker.with(Map.of(), Map.of(variable, name));
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
        Jobs job = new Jobs();
        try {
            submit(job, samples, List.of(), samples.size(), "checks the machines");
            awaitTask(job, threads);
            for (int left = slots; left > 0; left--) {
                List<UnitOutcome> outcomes = job.next(SENDING);
                if (outcomes.isEmpty()) {
                    throw new UnusableException(job.failure().isEmpty()
                            ? "no machine of the cluster is ready to make units within " + SENDING.toMinutes() + " min,"
                                    + " in which this program is sent to it, started, and reads the data; with an"
                                    + " installation on all machines, --lap-home DIR, nothing needs to be sent"
                            : "the machines of the cluster cannot run this program: " + job.failure());
                }
                for (UnitOutcome outcome : outcomes) {
                    if (outcome.failure() != null) {
                        throw new UnusableException("a machine of the cluster cannot make units: " + outcome.failure());
                    }
                }
            }
        } finally {
            job.cancel();
        }
    }

    /** Waits until a task has started; it then receives this program. */
    private void awaitTask(Jobs job, int threads) throws UnusableException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isTaskStarted() && !job.hasEnded()) {
            if (System.nanoTime() > deadline) {
                throw new UnusableException("no machine of the cluster starts a task of " + threads + " threads within "
                        + PATIENCE.toSeconds() + " s; it may have fewer cores or less memory than asked for");
            }
            Thread.sleep(POLL.toMillis());
        }
    }

    private boolean isTaskStarted() {
        JavaSparkStatusTracker tracker = context.statusTracker();
        return IntStream.of(tracker.getActiveStageIds()).mapToObj(tracker::getStageInfo)
                .anyMatch(stage -> stage != null && stage.numActiveTasks() + stage.numCompletedTasks() > 0);
    }

    /** @throws IOException if Spark has ended the application, e.g. because its master was lost */
    private void requireContext() throws IOException {
        if (context.sc().isStopped()) {
            throw new IOException(
                    "Spark ended the application before the study was complete; the same command continues");
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
        requireContext();
        int together = (units.size() + MOST_JOBS - 1) / MOST_JOBS;
        Jobs jobs = new Jobs();
        try {
            for (int from = 0; from < units.size(); from += together) {
                int to = Math.min(from + together, units.size());
                List<UnitTask.Unit> sent = new ArrayList<>(together);
                for (int index = from; index < to; index++) {
                    sent.add(new UnitTask.Unit(index, UnitBytes.of(units.get(index))));
                }
                submit(jobs, sent, IntStream.range(from, to).boxed().toList(), Math.min(sent.size(), MOST_TASKS),
                        described(units.subList(from, to)));
            }
            BitSet left = new BitSet();
            left.set(0, units.size());
            while (!left.isEmpty()) {
                List<UnitOutcome> outcomes = jobs.next(FOREVER);
                if (outcomes.isEmpty()) {
                    requireContinued(jobs);
                    outcomes = jobs.failed();
                }
                for (UnitOutcome made : outcomes) {
                    if (left.get(made.unit())) {
                        deliver(units.get(made.unit()), made, outcome);
                        left.clear(made.unit());
                    }
                }
            }
        } catch (IllegalStateException stopped) {
            requireContext();
            throw stopped;
        } finally {
            jobs.cancel();
        }
    }

    /**
     * Checks that a job failed by itself, and not because Spark ends the application: it then fails all jobs, and stops
     * the context shortly after.
     */
    private void requireContinued(Jobs jobs) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + STOPPING.toNanos();
        while (!context.sc().isStopped() && System.nanoTime() < deadline) {
            Thread.sleep(POLL.toMillis());
        }
        if (context.sc().isStopped() || jobs.failure().isEmpty()) {
            throw new IOException("Spark ended the application before the study was complete: " + jobs.failure()
                    + "; the same command continues");
        }
    }

    private static String described(List<WorkUnit> units) {
        return units.size() == 1 ? "unit " + units.get(0).label()
                : units.size() + " units, from " + units.get(0).id() + " to " + units.get(units.size() - 1).id();
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

    /** Jobs whose results arrive one task after another. */
    static final class Jobs {

        final BlockingQueue<List<UnitOutcome>> outcomes = new LinkedBlockingQueue<>();

        /** Those that have not been seen to end. */
        final List<Job> running = new ArrayList<>();

        /** The outcomes of the next task that ends; none if a job failed, all ended without more, or time is up. */
        List<UnitOutcome> next(Duration limit) throws InterruptedException {
            long begun = System.nanoTime();
            while (true) {
                boolean ended = hasEnded();
                List<UnitOutcome> next = outcomes.poll(POLL.toMillis(), TimeUnit.MILLISECONDS);
                if (next != null) {
                    return next;
                }
                if (ended || System.nanoTime() - begun > limit.toNanos()) {
                    return List.of();
                }
            }
        }

        /** Whether a job failed, or all ended. */
        boolean hasEnded() {
            running.removeIf(Job::isDone);
            return running.isEmpty() || running.stream().anyMatch(Job::hasFailed);
        }

        /** Why the first job that failed did; empty if none did. */
        String failure() {
            return running.stream().filter(Job::hasFailed).findFirst().map(Job::failure).orElse("");
        }

        /**
         * The outcomes that have arrived, and after them the units of jobs that failed, as failures: these may have
         * made some of their units. The jobs are forgotten.
         */
        List<UnitOutcome> failed() {
            List<Job> failed = running.stream().filter(Job::hasFailed).toList(); // others may fail meanwhile
            running.removeAll(failed);
            List<List<UnitOutcome>> arrived = new ArrayList<>();
            outcomes.drainTo(arrived);
            List<UnitOutcome> all = new ArrayList<>();
            arrived.forEach(all::addAll);
            failed.forEach(job -> job.units().forEach(unit -> all.add(
                    UnitOutcome.failed(unit, "Spark gave up its task: " + job.failure()))));
            return all;
        }

        void cancel() {
            running.stream().map(Job::future).filter(job -> !job.isCompleted()).forEach(SimpleFutureAction::cancel);
        }
    }

    /** @param units indices of its units */
    record Job(SimpleFutureAction<Object> future, List<Integer> units) {

        boolean hasFailed() {
            return future.isCompleted() && future.value().get().isFailure();
        }

        boolean isDone() {
            return future.isCompleted() && !hasFailed();
        }

        String failure() {
            return SparkEngine.firstLine(future.value().get().failed().get());
        }
    }

    private void submit(Jobs jobs, List<UnitTask.Unit> units, List<Integer> indices, int tasks, String description) {
        context.sc().setJobGroup(study, "LAP study " + study + ": " + description, true);
        RDD<UnitTask.Unit> parts = context.parallelize(units, tasks).rdd();
        List<Object> partitions = IntStream.range(0, tasks).mapToObj(i -> (Object) i).toList();
        jobs.running.add(new Job(context.sc().submitJob(parts, new UnitTask(worker),
                CollectionConverters.asScala(partitions).toSeq(),
                (index, made) -> {
                    jobs.outcomes.add(List.of(made));
                    return BoxedUnit.UNIT;
                },
                () -> BoxedUnit.UNIT), indices));
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
