package org.leastaction.flow.backend;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Executes the calls of one untrusted plug-in, a backend or a provider of objectives: their exceptions are reported
 * with the plug-in's name, and their time without progress is limited. With a timeout, each call runs on a separate
 * thread, because a thread cannot be forced to stop: an abandoned thread is left running.
 */
final class Supervisor {

    /** The kind of call, which determines how long it may take to end once it is interrupted. */
    private enum Kind {
        CALL(Duration.ofSeconds(2)),
        TRAINING(Duration.ofSeconds(10));

        private final Duration afterInterrupt;

        Kind(Duration afterInterrupt) {
            this.afterInterrupt = afterInterrupt;
        }
    }

    /** The plug-in, with its kind, e.g. "the backend 'onnx'". */
    private final String plugin;
    private final Supervision supervision;
    private final ScheduledThreadPoolExecutor clock;
    private volatile long lastSign = System.nanoTime();
    private volatile boolean abandoned;

    /** A supervisor of a backend. */
    Supervisor(String backend, Supervision supervision) {
        this(supervision, "the backend '" + backend + "'");
    }

    /** @param plugin the plug-in, with its kind, for messages */
    Supervisor(Supervision supervision, String plugin) {
        this.plugin = plugin;
        this.supervision = supervision;
        this.clock = new ScheduledThreadPoolExecutor(1, task -> daemon(task, "watching " + plugin));
        clock.setRemoveOnCancelPolicy(true);
        clock.setKeepAliveTime(1, TimeUnit.SECONDS);
        clock.allowCoreThreadTimeOut(true);
    }

    /** A call of the backend. */
    @FunctionalInterface
    interface Call<T> {
        T make() throws Throwable;
    }

    void remark(String sentence) {
        supervision.remarks().accept(plugin + " " + sentence);
    }

    BackendFailure failure(String what, @Nullable Throwable cause) {
        return new BackendFailure(plugin + " failed: " + what, cause);
    }

    /**
     * The exception of a call, reported with the plug-in's name; exceptions that propagate from any backend are
     * returned unchanged.
     */
    RuntimeException named(String what, Throwable thrown) {
        if (thrown instanceof OutOfMemoryError memory) {
            throw memory;
        }
        if (thrown instanceof CancellationException || thrown instanceof BackendFailure) {
            return (RuntimeException) thrown;
        }
        requireNoInterruption(what, thrown);
        return failure(what + " threw " + thrown, thrown);
    }

    /**
     * Checks that a failed call was not interrupted: a thread that is interrupted, or a virtual machine that is
     * shutting down, makes native runtimes and files fail in ways of their own, for which the backend is not to blame.
     *
     * @throws CancellationException if it was
     */
    void requireNoInterruption(String what, Throwable thrown) {
        if (Thread.currentThread().isInterrupted() || isShutdown(thrown)) {
            CancellationException interrupted =
                    new CancellationException("interrupted while " + plugin + " was in " + what);
            interrupted.initCause(thrown);
            throw interrupted;
        }
    }

    /** Whether a failure is that of {@link Runtime#addShutdownHook} and of the files that are deleted on exit. */
    private static boolean isShutdown(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof IllegalStateException && "Shutdown in progress".equals(cause.getMessage())) {
                return true;
            }
        }
        return false;
    }

    /** Records progress of the plug-in. */
    void sign() {
        lastSign = System.nanoTime();
    }

    /**
     * Executes a call under supervision.
     *
     * @param what name of the method called
     * @throws BackendFailure        if it made no progress for longer than the timeout
     * @throws CancellationException if the calling thread was interrupted and the call does not end
     * @throws Throwable             any exception of the call
     */
    <T> @Nullable T watched(String what, Call<T> call) throws Throwable {
        return watched(what, supervision.timeout(), Kind.CALL, call);
    }

    /** As {@link #watched(String, Call)}, for a training: once interrupted, it may end its step and save its state. */
    <T> @Nullable T training(String what, Call<T> call) throws Throwable {
        return watched(what, supervision.timeout(), Kind.TRAINING, call);
    }

    /** As {@link #watched(String, Call)}, for a call that only describes: its time is always limited. */
    <T> @Nullable T described(String what, Call<T> call) throws Throwable {
        Duration most = supervision.timeout().filter(timeout -> timeout.compareTo(supervision.describing()) < 0)
                .orElse(supervision.describing());
        return watched(what, Optional.of(most), Kind.CALL, call);
    }

    private <T> @Nullable T watched(String what, Optional<Duration> timeout, Kind kind, Call<T> call)
            throws Throwable {
        sign();
        ScheduledFuture<?> reminders = remindersOf(what);
        try {
            return timeout.isEmpty() ? call.make() : within(timeout.get(), kind, what, call);
        } finally {
            reminders.cancel(false);
        }
    }

    /** Closes on a separate thread, which is abandoned if it exceeds the time limit. */
    void close(Runnable close) {
        if (abandoned) {
            remark("is left with its model open, as it may still be using it");
            return;
        }
        Thread closing = daemon(() -> {
            try {
                close.run();
            } catch (Throwable thrown) {
                remark("failed in close: " + thrown);
            }
        }, "closing a model of " + plugin);
        closing.start();
        try {
            closing.join(supervision.closing().toMillis());
            if (closing.isAlive()) {
                remark("has not closed its model after " + seconds(supervision.closing().toNanos())
                        + " s; going on without");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private ScheduledFuture<?> remindersOf(String what) {
        long first = supervision.reminder().toNanos();
        Runnable reminder = new Runnable() {

            private long next = first;

            @Override
            public void run() {
                long silent = System.nanoTime() - lastSign;
                if (silent < first) {
                    next = first;
                } else if (silent >= next) {
                    remark("is being waited for: no sign of it in " + what + " for " + seconds(silent) + " s");
                    next = 2 * silent;
                }
            }
        };
        return clock.scheduleWithFixedDelay(reminder, first, Math.max(1, first / 2), TimeUnit.NANOSECONDS);
    }

    /** The outcome of a call on another thread. */
    private static final class Outcome<T> {

        private @Nullable T value;
        private @Nullable Throwable thrown;
    }

    private <T> @Nullable T within(Duration timeout, Kind kind, String what, Call<T> call) throws Throwable {
        Outcome<T> outcome = new Outcome<>();
        Thread worker = daemon(() -> {
            try {
                outcome.value = call.make();
            } catch (Throwable thrown) {
                outcome.thrown = thrown;
            }
        }, what + " of " + plugin);
        worker.start();
        try {
            for (long left = timeout.toNanos(); left > 0 && worker.isAlive();
                    left = timeout.toNanos() - (System.nanoTime() - lastSign)) {
                worker.join(1 + left / 1_000_000);
            }
            if (worker.isAlive()) {
                abandoned = true;
                worker.interrupt();
                throw failure("no sign of it in " + what + " for " + seconds(timeout.toNanos())
                        + " s, its timeout; it was given up" + (kind == Kind.TRAINING ? inPlugin(worker) : ""), null);
            }
        } catch (InterruptedException interrupted) {
            worker.interrupt();
            Thread.currentThread().interrupt();
            if (isAliveAfter(kind.afterInterrupt, worker)) {
                abandoned = true;
                throw new CancellationException("interrupted while " + plugin + " was in " + what);
            }
        }
        if (outcome.thrown != null) {
            throw outcome.thrown;
        }
        return outcome.value;
    }

    /** Waits for a thread even if the calling thread is interrupted; its interrupt flag stays set. */
    private static boolean isAliveAfter(Duration patience, Thread thread) {
        Thread.interrupted();
        try {
            thread.join(patience.toMillis());
        } catch (InterruptedException again) {
            // Twice interrupted: do not wait any longer.
        }
        Thread.currentThread().interrupt();
        return thread.isAlive();
    }

    /** The plug-in whose code a training is running, if any: its objective may be the cause. */
    private static String inPlugin(Thread thread) {
        for (StackTraceElement frame : thread.getStackTrace()) {
            if (Plugins.NAME.equals(frame.getClassLoaderName())) {
                return " in " + frame.getClassName() + "." + frame.getMethodName();
            }
        }
        return "";
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    private static String seconds(long nanos) {
        double seconds = nanos / 1e9;
        return seconds < 10 ? String.format(Locale.ROOT, "%.1f", seconds) : String.format(Locale.ROOT, "%.0f", seconds);
    }
}
