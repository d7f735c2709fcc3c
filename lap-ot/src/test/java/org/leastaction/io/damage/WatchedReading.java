package org.leastaction.io.damage;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One reading of a file, on a thread of its own and under limits of time and memory.
 *
 * @param thrown     what the reader threw
 * @param cpuSeconds processor time of the reading thread
 * @param bytes      memory that all threads allocated in the meantime: an upper bound of what the reading needs
 */
public record WatchedReading(Optional<Throwable> thrown, double cpuSeconds, long bytes) {

    /** After this time a reading is taken for one that never ends. */
    private static final long ENDLESS_SECONDS = 60;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final ExecutorService READERS = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "reader of damaged files");
        thread.setDaemon(true);
        return thread;
    });

    /** Reads the file that was written. */
    @FunctionalInterface
    public interface Reader {
        void read() throws IOException;
    }

    /**
     * Reads under supervision.
     *
     * @throws AssertionError if the reading does not end
     */
    public static WatchedReading of(Reader reader) {
        long allocated = allocated();
        Thread[] thread = new Thread[1];
        Future<WatchedReading> reading = READERS.submit(() -> {
            thread[0] = Thread.currentThread();
            long started = THREADS.getCurrentThreadCpuTime();
            Optional<Throwable> thrown = thrown(reader);
            return new WatchedReading(thrown, (THREADS.getCurrentThreadCpuTime() - started) / 1e9, 0);
        });
        try {
            WatchedReading read = reading.get(ENDLESS_SECONDS, TimeUnit.SECONDS);
            return new WatchedReading(read.thrown, read.cpuSeconds, Math.max(0, allocated() - allocated));
        } catch (TimeoutException endless) {
            StackTraceElement[] place = thread[0] == null ? new StackTraceElement[0] : thread[0].getStackTrace();
            reading.cancel(true);
            throw new AssertionError("it has not ended after " + ENDLESS_SECONDS + " s: " + Arrays.toString(
                    Arrays.copyOf(place, Math.min(place.length, 12))), endless);
        } catch (InterruptedException | ExecutionException failure) {
            throw new AssertionError(failure);
        }
    }

    private static Optional<Throwable> thrown(Reader reader) {
        try {
            reader.read();
            return Optional.empty();
        } catch (Throwable thrown) {
            return Optional.of(thrown);
        }
    }

    private static long allocated() {
        return Arrays.stream(THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())).filter(bytes -> bytes > 0)
                .sum();
    }
}
