package org.leastaction.bench.command.progress;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import me.tongfei.progressbar.ProgressState;
import org.jspecify.annotations.Nullable;

/** A progress bar with the remaining time, shown once the work has taken two seconds. */
public final class TerminalProgress implements ProgressDisplay {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int WIDTH = 80;

    private final String task;
    private final long total;
    private final PrintStream err;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(ProgressClock::thread);
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
