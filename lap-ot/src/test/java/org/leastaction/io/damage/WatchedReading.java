package org.leastaction.io.damage;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One reading of a file, under limits of time and memory.
 *
 * @param thrown     the exception of the reader
 * @param cpuSeconds processor time of the reading thread
 * @param bytes      memory that all threads allocated in the meantime: an upper bound of what the reading needs
 */
public record WatchedReading(Optional<Throwable> thrown, double cpuSeconds, long bytes) {

    /** After this time a reading counts as one that never ends. */
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

    /** Many readings, one after the other. */
    @FunctionalInterface
    interface Readings {
        void with(Watch watch) throws IOException;
    }

    /** Measures readings on the calling thread, and records when the current one began. */
    static final class Watch {

        private volatile Thread thread;
        private volatile long started;
        private volatile boolean isGivenUp;

        WatchedReading read(Reader reader) {
            started = System.nanoTime(); // before the thread is known: the supervisor reads both
            thread = Thread.currentThread();
            long allocated = allocated();
            long cpu = THREADS.getCurrentThreadCpuTime();
            started = System.nanoTime();
            Optional<Throwable> thrown = thrown(reader);
            if (isGivenUp) {
                throw new CancellationException("the reading was given up");
            }
            return new WatchedReading(thrown, (THREADS.getCurrentThreadCpuTime() - cpu) / 1e9,
                    Math.max(0, allocated() - allocated));
        }

        private boolean isLongerThan(long seconds) {
            return thread != null && System.nanoTime() - started > TimeUnit.SECONDS.toNanos(seconds);
        }

        private String place() {
            StackTraceElement[] place = thread.getStackTrace();
            return Arrays.toString(Arrays.copyOf(place, Math.min(place.length, 12)));
        }
    }

    /**
     * Reads under supervision.
     *
     * @throws AssertionError if the reading does not end
     */
    public static WatchedReading of(Reader reader) {
        WatchedReading[] reading = new WatchedReading[1];
        try {
            all(watch -> reading[0] = watch.read(reader));
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
        return reading[0];
    }

    /**
     * Makes many readings under supervision, all on one thread: to hand each one over to another costs more than most
     * of them.
     *
     * @throws IOException    as thrown by the readings themselves, outside of the watched readers
     * @throws AssertionError as thrown by the readings, or if one of them does not end
     */
    static void all(Readings readings) throws IOException {
        all(readings, ENDLESS_SECONDS);
    }

    static void all(Readings readings, long endlessSeconds) throws IOException {
        Watch watch = new Watch();
        Future<?> all = READERS.submit(() -> {
            readings.with(watch);
            return null;
        });
        while (true) {
            try {
                all.get(1, TimeUnit.SECONDS);
                return;
            } catch (TimeoutException notYet) {
                if (watch.isLongerThan(endlessSeconds)) {
                    String place = watch.place();
                    watch.isGivenUp = true; // no further input is read: the present one is to be kept
                    all.cancel(true);
                    throw new AssertionError("it has not ended after " + endlessSeconds + " s: " + place, notYet);
                }
            } catch (ExecutionException failure) {
                rethrow(failure.getCause());
            } catch (InterruptedException interrupted) {
                all.cancel(true);
                throw new AssertionError(interrupted);
            }
        }
    }

    private static void rethrow(Throwable cause) throws IOException {
        if (cause instanceof IOException failure) {
            throw failure;
        }
        if (cause instanceof Error failure) {
            throw failure;
        }
        throw new AssertionError(cause);
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
        long sum = 0;
        for (long bytes : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) {
            sum += Math.max(0, bytes);
        }
        return sum;
    }
}
