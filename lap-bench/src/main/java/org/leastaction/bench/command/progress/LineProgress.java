package org.leastaction.bench.command.progress;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Prints a line every ten seconds with the completed share and the remaining time. */
public final class LineProgress implements ProgressDisplay {

    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private final String task;
    private final long total;
    private final PrintStream err;
    private final long start = System.nanoTime();
    private volatile @Nullable String what;
    private final AtomicLong done = new AtomicLong();
    private volatile long before;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(ProgressClock::thread);

    LineProgress(String task, long total, PrintStream err) {
        this(task, total, err, INTERVAL);
    }

    LineProgress(String task, long total, PrintStream err, Duration interval) {
        this.task = task;
        this.total = total;
        this.err = err;
        long millis = interval.toMillis();
        ScheduledFuture<?> unused =
                clock.scheduleAtFixedRate(this::print, millis, millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void reached(long nowDone) {
        done.set(nowDone);
    }

    @Override
    public void resumedAt(long nowBefore) {
        before = nowBefore;
        reached(nowBefore);
    }

    @Override
    public void now(String newWhat) {
        what = newWhat;
    }

    private void print() {
        err.println(line(task, before, done.get(), total, Duration.ofNanos(System.nanoTime() - start)) + what());
    }

    private String what() {
        return what == null ? "" : ", " + what;
    }

    /**
     * E.g. "training: 25 %, about 1 min 30 s left".
     *
     * @param before number of steps of the total that were completed before the elapsed time began
     */
    static String line(String task, long before, long done, long total, Duration elapsed) {
        if (done <= before || total <= 0) {
            return task + ": " + DurationText.of(elapsed) + " so far";
        }
        double share = Math.min(1, done / (double) total);
        double shareOfRest = Math.min(1, (done - before) / (double) (total - before));
        return "%s: %d %%, about %s left"
                .formatted(task, Math.round(100 * share), DurationText.of(left(elapsed, shareOfRest)));
    }

    /** The remaining time at the average speed so far. */
    static Duration left(Duration elapsed, double share) {
        return Duration.ofMillis(Math.round(elapsed.toMillis() * (1 - share) / share));
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
