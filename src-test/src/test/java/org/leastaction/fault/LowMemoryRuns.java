package org.leastaction.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.leastaction.bench.record.Manifest;
import org.leastaction.bench.record.RunDirectory;
import org.leastaction.fault.Disk.Failure;
import org.leastaction.io.Sha256;
import org.leastaction.points.io.Npy;
import org.leastaction.points.io.Npz;
import org.leastaction.points.io.PointFiles;
import org.leastaction.tf.TensorFlowBackend;

/**
 * Reads files with less and less memory, so that allocations fail at every point of a reader: it gives the right result or
 * an {@link OutOfMemoryError}, closes its files, and gives the right result when there is memory again.
 *
 * <pre>LowMemoryRuns RUN FILES STEP-IN-KIB</pre>
 * with {@link WatchedProvider} as the default file system provider; the run is inside the folder of files.
 */
final class LowMemoryRuns {

    private static final int KIB = 1024;
    private static final int MOST_KIB = 3072;
    private static final int REPEATS = 20;
    private static final int LEAKS = 3;

    private interface Reader {
        Object read() throws IOException;
    }

    private LowMemoryRuns() {}

    public static void main(String[] arguments) throws IOException {
        Path run = Path.of(arguments[0]);
        Path files = Path.of(arguments[1]);
        int step = Integer.parseInt(arguments[2]);
        Disk.DISK.arm(files, 0, Failure.ONCE);
        int failures = 0;
        int cases = 0;
        for (Map.Entry<String, Reader> reader : readers(run, files).entrySet()) {
            Object right = reader.getValue().read();
            int failed = 0;
            for (int kib = 0; kib <= MOST_KIB; kib += step) {
                cases++;
                int open = WatchedChannel.open();
                Object read = readWith(kib, reader.getValue());
                failed += read instanceof OutOfMemoryError ? 1 : 0;
                require(read instanceof OutOfMemoryError || read.equals(right),
                        reader.getKey() + " with " + kib + " KiB: " + read);
                require(WatchedChannel.open() == open || !leaks(kib, reader.getValue()),
                        reader.getKey() + " with " + kib + " KiB left files open");
                require(reader.getValue().read().equals(right), reader.getKey() + " afterwards");
            }
            require(failed > 0, reader.getKey() + " never ran out of memory");
            failures += failed;
        }
        System.out.println(cases + " readings, " + failures + " of which ran out of memory");
    }

    private static Map<String, Reader> readers(Path run, Path files) throws IOException {
        Map<String, Reader> readers = new LinkedHashMap<>();
        readers.put("records", () -> RunDirectory.open(run).records().all().toString());
        readers.put("hashes", () -> RunDirectory.open(run).damagedFiles().toString());
        readers.put("manifest", () -> Manifest.read(run.resolve("manifest.json")).entries().toString());
        try (Stream<Path> models = Files.list(run.resolve("models"))) {
            Path model = models.findFirst().orElseThrow();
            readers.put("model", () -> new TensorFlowBackend().damage(model).toString());
        }
        readers.put("hash", () -> Sha256.of(run));
        readers.put("npz", () -> Npz.read(files.resolve("points.npz")).keySet().toString());
        readers.put("npy", () -> Arrays.hashCode(Npy.read(files.resolve("points.npy")).doubles()));
        readers.put("csv", () -> PointFiles.read(files.resolve("points.csv")).size());
        return readers;
    }

    /** The result of a reader, or the error, with about as much memory as given. */
    private static Object readWith(int kib, Reader reader) throws IOException {
        List<byte[]> ballast = new ArrayList<>(1 << 14);
        try {
            fill(ballast, 64 * KIB);
            fill(ballast, 4 * KIB);
            for (int freed = 0; freed < kib * KIB && !ballast.isEmpty();) {
                freed += ballast.remove(ballast.size() - 1).length;
            }
            return reader.read();
        } catch (OutOfMemoryError expected) {
            return expected;
        } finally {
            ballast.clear();
        }
    }

    private static void fill(List<byte[]> ballast, int size) {
        try {
            while (true) {
                ballast.add(new byte[size]);
            }
        } catch (OutOfMemoryError full) {
            // As intended.
        }
    }

    /**
     * Whether a reader leaves files open whenever it runs out of memory with so little of it. Once may be the JDK: it does not close a
     * channel that it has just opened if the stream around it cannot be allocated.
     */
    private static boolean leaks(int kib, Reader reader) throws IOException {
        int leaks = 0;
        for (int repeat = 0; repeat < REPEATS && leaks < LEAKS; repeat++) {
            int open = WatchedChannel.open();
            boolean failed = readWith(kib, reader) instanceof OutOfMemoryError;
            if (failed && WatchedChannel.open() == open) {
                return false;
            }
            leaks += failed ? 1 : 0;
        }
        return leaks == LEAKS;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            System.out.println("WRONG: " + otherwise);
            System.out.flush();
            Runtime.getRuntime().halt(1);
        }
    }
}
