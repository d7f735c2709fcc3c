package org.leastaction.ot;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.leastaction.ot.exact.Wasserstein;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;
import org.leastaction.points.io.PointFiles;

/**
 * Times exact transport of the families of {@link HardProblem}, certificate included. hard_transport.py runs it, times
 * SciPy and POT on the same points and prints the tables of docs/results/hard-transport.md.
 *
 * <p>Arguments: FOLDER LIMIT FAMILIES N…, with the seconds LIMIT after which a solution is given up, and FAMILIES
 * {@code all} or names joined by commas. Writes a family's points and weights to FOLDER, or nothing for {@code -}, and
 * prints a line of CSV for each family and size: seconds and CPU seconds of all threads, which other work on the machine
 * disturbs less. Times are medians of up to {@value #RUNS} runs: as many as fit into {@value #ENOUGH_SECONDS} seconds.
 */
public final class HardTransportBenchmark {

    private static final int RUNS = 5;
    private static final int ENOUGH_SECONDS = 4;
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private HardTransportBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        Optional<Path> folder = Optional.of(arguments[0]).filter(name -> !name.equals("-")).map(Path::of);
        HardProblem[] families = arguments[2].equals("all") ? HardProblem.values()
                : Arrays.stream(arguments[2].split(",")).map(HardProblem::valueOf).toArray(HardProblem[]::new);
        int[] sizes = Arrays.stream(arguments).skip(3).mapToInt(Integer::parseInt).toArray();
        try (Clock clock = new Clock(Long.parseLong(arguments[1]))) {
            for (HardProblem family : families) {
                clock.measure(family.of(500, 1));
            }
            System.out.println("family,n,d,seconds,cpu,value,gap,holds");
            for (int n : sizes) {
                for (HardProblem family : families) {
                    TransportProblem problem = family.of(n, 1);
                    if (folder.isPresent()) {
                        write(folder.get(), family.name() + "-" + n, problem);
                    }
                    Measured hard = clock.measure(problem);
                    System.out.printf(Locale.ROOT, "%s,%d,%d,%.4f,%.4f,%.17g,%.3g,%s%n", family, n, family.dimension(),
                            hard.seconds, hard.cpu, hard.value, hard.gap, hard.holds);
                }
            }
        }
    }

    /** @param seconds NaN if it was given up */
    private record Measured(double seconds, double cpu, double value, double gap, boolean holds) {}

    private static final class Clock implements AutoCloseable {

        private final long limit;
        private final ScheduledExecutorService alarm = Executors.newSingleThreadScheduledExecutor();

        Clock(long limit) {
            this.limit = limit;
        }

        Measured measure(TransportProblem problem) {
            double[] seconds = new double[RUNS];
            double[] cpu = new double[RUNS];
            double sum = 0;
            int runs = 0;
            Measured last = null;
            while (runs < RUNS && sum < ENOUGH_SECONDS) {
                last = once(problem);
                seconds[runs] = last.seconds;
                cpu[runs++] = last.cpu;
                sum += last.seconds;
                if (Double.isNaN(sum)) {
                    return last;
                }
            }
            return new Measured(median(seconds, runs), median(cpu, runs), last.value, last.gap, last.holds);
        }

        private static double median(double[] values, int count) {
            return Arrays.stream(values, 0, count).sorted().toArray()[(count - 1) / 2];
        }

        private Measured once(TransportProblem problem) {
            Thread solver = Thread.currentThread();
            ScheduledFuture<?> end = alarm.schedule(solver::interrupt, limit, TimeUnit.SECONDS);
            long start = System.nanoTime();
            long cpuStart = SYSTEM.getProcessCpuTime();
            try {
                TransportResult result = Wasserstein.exact(problem, Parallelism.available());
                double seconds = (System.nanoTime() - start) * 1e-9;
                double cpu = (SYSTEM.getProcessCpuTime() - cpuStart) * 1e-9;
                Certificate certificate = result.certificate();
                return new Measured(seconds, cpu, result.cost(), certificate.gap(), certificate.holds(1e-12));
            } catch (CancellationException e) {
                return new Measured(Double.NaN, Double.NaN, Double.NaN, Double.NaN, false);
            } finally {
                end.cancel(false);
                Thread.interrupted();
            }
        }

        @Override
        public void close() {
            alarm.shutdownNow();
        }
    }

    private static void write(Path folder, String name, TransportProblem problem) throws IOException {
        Files.createDirectories(folder);
        PointFiles.write(folder.resolve(name + "-x.npy"), problem.x());
        PointFiles.write(folder.resolve(name + "-y.npy"), problem.y());
        PointFiles.write(folder.resolve(name + "-a.npy"), column(problem.a()));
        PointFiles.write(folder.resolve(name + "-b.npy"), column(problem.b()));
    }

    private static DoublePoints column(Weights weights) {
        double[] values = IntStream.range(0, weights.size()).mapToDouble(weights::get).toArray();
        return DoublePoints.wrap(values, values.length, 1);
    }
}
