package org.leastaction.bench.command.progress;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import me.tongfei.progressbar.ProgressState;
import org.jspecify.annotations.Nullable;
import org.leastaction.bench.command.process.Surroundings;
import org.leastaction.bench.command.progress.ProgressDisplay.DurationText;

/** The output of a command during its work: standard error, or none with {@code --quiet}. */
public final class Terminal {

    /** Whether remarks and progress are shown. */
    public enum Loudness {
        SHOWN,
        QUIET
    }

    private final Surroundings surroundings;
    private final Loudness loudness;

    public Terminal(Surroundings surroundings, Loudness loudness) {
        this.surroundings = surroundings;
        this.loudness = loudness;
    }

    /** Prints a remark on a separate line. */
    public void remark(String line) {
        if (loudness == Loudness.SHOWN) {
            surroundings.err().println(line);
        }
    }

    /**
     * Shows the progress of some work, if it takes long enough.
     *
     * @param task  the task in one or two words
     * @param total steps of the work, at least 0, or {@link ProgressDisplay#UNKNOWN}
     */
    public ProgressDisplay progress(String task, long total) {
        if (loudness == Loudness.QUIET) {
            return ProgressDisplay.NONE;
        }
        return switch (surroundings.errorStream()) {
            case TERMINAL -> new TerminalProgress(task, total, surroundings.err());
            case FILE -> new LineProgress(task, total, surroundings.err());
        };
    }

    /** A progress bar with the remaining time, shown once the work has taken two seconds. */
    private static final class TerminalProgress implements ProgressDisplay {

        private static final Duration PATIENCE = Duration.ofSeconds(2);
        private static final int WIDTH = 80;

        private final String task;
        private final long total;
        private final PrintStream err;
        private final ScheduledExecutorService clock =
                Executors.newSingleThreadScheduledExecutor(ProgressClock::thread);
        private volatile @Nullable String what;
        private long done;
        private @Nullable ProgressBar bar;

        TerminalProgress(String task, long total, PrintStream err) {
            this.task = task;
            this.total = total;
            this.err = err;
            ScheduledFuture<?> unused = clock.schedule(this::show, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        }

        @Override
        public synchronized void reached(long nowDone) {
            done = nowDone;
            if (bar != null) {
                bar.stepTo(done);
            }
        }

        private synchronized void show() {
            if (clock.isShutdown()) {
                return;
            }
            ProgressBarBuilder builder = new ProgressBarBuilder()
                    .setTaskName(task)
                    .setInitialMax(total)
                    .startsFrom(done, PATIENCE)
                    .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                    .setUpdateIntervalMillis(200)
                    .continuousUpdate()
                    .setConsumer(new ConsoleProgressBarConsumer(err, WIDTH));
            bar = (total == UNKNOWN ? builder.setRenderer(this::elapsed) : builder).build();
        }

        @Override
        public void now(String newWhat) {
            what = newWhat;
        }

        /** For an unknown total: the elapsed time, e.g. "W2 exact: 12 s so far, pricing 34 %". */
        private String elapsed(ProgressState state, int length) {
            String elapsed = state.getTaskName() + ": " + DurationText.of(state.getTotalElapsed()) + " so far";
            return what == null ? elapsed : elapsed + ", " + what;
        }

        @Override
        public synchronized void close() {
            clock.shutdownNow();
            if (bar != null) {
                bar.close();
                bar = null;
            }
        }
    }

    /** Prints a line every ten seconds with the completed share and the remaining time. */
    public static final class LineProgress implements ProgressDisplay {

        private static final Duration INTERVAL = Duration.ofSeconds(10);

        private final String task;
        private final long total;
        private final PrintStream err;
        private final long start = System.nanoTime();
        private volatile @Nullable String what;
        private final AtomicLong done = new AtomicLong();
        private volatile long before;
        private final ScheduledExecutorService clock =
                Executors.newSingleThreadScheduledExecutor(ProgressClock::thread);

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

    /** The timer threads of progress displays; they do not keep the process alive. */
    private static final class ProgressClock {

        private ProgressClock() {}

        static Thread thread(Runnable task) {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
        }
    }
}
