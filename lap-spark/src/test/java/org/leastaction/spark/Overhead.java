package org.leastaction.spark;

import java.io.Closeable;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.bench.record.RunResult;
import org.leastaction.bench.study.DataSums;
import org.leastaction.bench.study.LocalExecutor;
import org.leastaction.bench.study.Presentation;
import org.leastaction.bench.study.Study;
import org.leastaction.bench.study.StudyCell;
import org.leastaction.bench.study.StudyDirectory;
import org.leastaction.bench.study.StudyExecutor;
import org.leastaction.bench.study.StudyExecutor.UnitWork;
import org.leastaction.bench.study.StudyInstance;
import org.leastaction.bench.study.StudyRunner;
import org.leastaction.bench.study.StudyScale;
import org.leastaction.bench.study.WorkUnit;
import org.leastaction.bench.study.process.ChildAssignment;
import org.leastaction.bench.study.process.ChildCommand;
import org.leastaction.bench.study.process.ChildPool;
import org.leastaction.bench.study.process.ChildPool.Listener;
import org.leastaction.bench.study.process.ClusterEngine;
import org.leastaction.bench.study.process.ClusterEngine.Cluster;
import org.leastaction.bench.study.process.IsolatedWork;
import org.leastaction.bench.study.process.UnitBytes;
import org.leastaction.bench.study.process.UnitServer;
import org.leastaction.io.AtomicFiles;

/**
 * Measures the overhead of executors for units that only wait, two at a time: {@code java … Overhead
 * threads|isolated|MASTER UNITS MILLISECONDS}. Prints one line.
 */
final class Overhead {

    private static final int SLOTS = 2;

    private Overhead() {}

    /** A child whose units wait. */
    static final class WaitingChild {

        private WaitingChild() {}

        public static void main(String[] args) throws Exception {
            new UnitServer((assignment, listener) -> new Waiting(), Runtime.getRuntime()::halt).serve(System.in);
        }
    }

    private static final class Waiting implements UnitServer.Work {

        @Override
        public void check(WorkUnit unit) {}

        @Override
        public List<RunResult> make(WorkUnit unit) throws InterruptedException {
            Thread.sleep(Long.parseLong(unit.instances().get(0).cell().settings().getOrDefault("wait", "0")));
            return unit.instances().stream().map(StudyInstance::id)
                    .map(id -> RunResult.of(RunRecord.of(id, null))).collect(Collectors.toList());
        }
    }

    private static Study study(int units, String millis) {
        return new Study("waiting", "Waiting", units, Study.SeedRule.HASHED, Study.Together.CELL,
                Study.Measure.TRAINING, List.of(), List.of("row"), List.of("column"),
                List.of(new StudyCell(0, 0, Map.of("model", "none", "wait", millis), Optional.empty())),
                StudyScale.WHOLE,
                Presentation.defaults());
    }

    public static void main(String[] args) throws Exception {
        int units = Integer.parseInt(args[1]);
        Study study = study(units, args[2]);
        Path folder = Files.createTempDirectory("overhead");
        Path file = Files.writeString(folder.resolve("waiting.yaml"), "study: waiting\n");
        byte[] assignment = new ChildAssignment("", 0, 1, 1, "TRAINING", null, Map.of(),
                new DataSums(new TreeMap<>()), "none", 0).bytes();
        ChildCommand command = ChildCommand.likeThisProcess(WaitingChild.class.getName())
                .withOption("-Xmx256m").withOption("-XX:TieredStopAtLevel=1");
        try (StudyDirectory directory = StudyDirectory.of(folder.resolve("out"), study, file, 0)) {
            StudyExecutor executor = new LocalExecutor(SLOTS);
            UnitWork work = new Waiting();
            Closeable closing = () -> {};
            if (args[0].equals("isolated")) {
                IsolatedWork isolated = new IsolatedWork(new ChildPool(command, assignment, 1), Listener.none());
                work = isolated;
                closing = isolated;
            } else if (!args[0].equals("threads")) {
                Cluster cluster = new SparkEngine().connect(new ClusterEngine.Request(study.name(), args[0], Map.of(),
                        assignment, command, List.of(), Optional.empty(),
                        UnitBytes.sample(study.units(instance -> true)), 1, 1,
                        Optional.empty(), System.err::println));
                executor = cluster;
                closing = cluster;
            }
            measure(args[0], units, Double.parseDouble(args[2]), directory, new StudyRunner(executor), work);
            closing.close();
        } finally {
            AtomicFiles.delete(folder);
        }
        System.exit(0);
    }

    private static void measure(
            String name, int units, double millis, StudyDirectory directory, StudyRunner runner, UnitWork work)
            throws IOException, InterruptedException {
        long begun = System.nanoTime();
        long cpu = cpuNanos();
        runner.run(directory, work);
        double seconds = (System.nanoTime() - begun) * 1e-9;
        double ideal = units * millis / 1000 / SLOTS;
        long heap = ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage).mapToLong(java.lang.management.MemoryUsage::getUsed).sum();
        System.out.printf(Locale.ROOT,
                "%s: %d units of %.0f ms: %.1f s, %.1f s ideally, %.1f %% more; driver: %.1f s of"
                        + " CPU, %.2f ms a unit; peak heap %d MB; %d records%n",
                name, units, millis, seconds, ideal, 100 * (seconds / ideal - 1), (cpuNanos() - cpu) * 1e-9,
                (cpuNanos() - cpu) * 1e-6 / units, heap >> 20, directory.runs().records().all().size());
    }

    private static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
