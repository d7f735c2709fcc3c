package org.leastaction.opening;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import org.bytedeco.javacpp.Pointer;
import org.leastaction.flow.BlockObserver;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.backend.Backends;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.backend.FlowBackend;
import org.leastaction.points.FloatPoints;

/**
 * The memory of a process that opens and closes a model many times: {@code MODEL [OPENS [EVERY]]}.
 *
 * <p>Each time, the model is opened, transports four points, and is closed. Memory is printed in MB (10⁶ bytes):
 * resident, of which anonymous and of files; the Java heap in use; committed for classes and compiled code; direct
 * buffers; and resident and native memory as JavaCPP counts them. Then the numbers of threads, open files, and entries
 * of the temporary folder. Run it with {@code LAP_JAVA_OPTIONS='-Xms256m -Xmx256m -XX:+AlwaysPreTouch'}: the heap is
 * then resident from the start, and what grows is not the heap. Reads {@code /proc}: Linux only.
 */
public final class OpeningBenchmark {

    private static final int POINTS = 4;

    private OpeningBenchmark() {}

    public static void main(String[] args) throws IOException {
        Path model = Path.of(args[0]);
        int opens = args.length > 1 ? Integer.parseInt(args[1]) : 10_000;
        int every = args.length > 2 ? Integer.parseInt(args[2]) : 500;
        FlowBackend backend = Backends.discover(OpeningBenchmark.class.getClassLoader()).forModel(model);
        Execution execution = new Execution(1, "cpu");
        System.out.printf("%s, %s, java %s%n", model, backend.version(), Runtime.version());
        System.out.println("opens seconds resident anonymous file heap classes direct javacpp-resident javacpp-native"
                + " threads files temporary");
        long start = System.nanoTime();
        print(0, start);
        for (int i = 1; i <= opens; i++) {
            try (FlowModel flow = backend.open(model, execution)) {
                transport(flow);
            }
            if (i % every == 0) {
                print(i, start);
            }
        }
    }

    private static void transport(FlowModel flow) {
        int d = flow.shape().inputDimension();
        float[] numbers = new float[POINTS * d];
        Random random = new Random(1);
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = random.nextFloat();
        }
        FloatPoints encoded = flow.encode(FloatPoints.wrap(numbers, POINTS, d));
        if (flow.transport(encoded, BlockObserver.NONE).size() != POINTS) {
            throw new IllegalStateException("points were lost");
        }
    }

    private static void print(int opens, long start) throws IOException {
        var memory = ManagementFactory.getMemoryMXBean();
        System.out.printf(Locale.ROOT, "%5d %6.1f %6.1f %6.1f %6.1f %6.1f %6.1f %6.1f %6.1f %6.1f %3d %3d %4d%n", opens,
                (System.nanoTime() - start) * 1e-9, status("VmRSS:") / 1e6, status("RssAnon:") / 1e6,
                status("RssFile:") / 1e6, memory.getHeapMemoryUsage().getUsed() / 1e6,
                memory.getNonHeapMemoryUsage().getCommitted() / 1e6, direct() / 1e6,
                Pointer.physicalBytes() / 1e6, Pointer.totalBytes() / 1e6,
                ManagementFactory.getThreadMXBean().getThreadCount(), entries(Path.of("/proc/self/fd")),
                entries(Path.of(System.getProperty("java.io.tmpdir"))));
    }

    /** A size that the kernel reports about this process, in bytes. */
    private static long status(String key) throws IOException {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            String line = lines.filter(some -> some.startsWith(key)).findFirst().orElseThrow();
            return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
        }
    }

    private static long direct() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    private static long entries(Path folder) throws IOException {
        try (var entries = Files.list(folder)) {
            return entries.count();
        }
    }
}
