package org.leastaction.ot.kernel;

import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/**
 * The number of threads of a computation, and its monitor. Results never depend on them.
 *
 * <p>A computation ends early, within a second and with a {@link CancellationException}, if the thread that called it
 * is interrupted or its monitor cancels it. Its threads have ended by then.
 *
 * <pre>{@code
 * Parallelism watched = Parallelism.available().watchedBy((stage, done, total) ->
 *         System.err.println(stage.label() + " " + done + " of " + total));
 * TransportResult result = Wasserstein.exact(problem, watched);
 * }</pre>
 *
 * @param threads at least 1
 * @param monitor receives the progress and may cancel
 * @param stage   the stage that {@link #forEach} reports to the monitor
 */
public record Parallelism(int threads, Monitor monitor, Stage stage) {

    private static final long PATIENCE_MILLIS = 100;

    /** @throws IllegalArgumentException if there is no thread */
    public Parallelism {
        Objects.requireNonNull(monitor, "monitor");
        Objects.requireNonNull(stage, "stage");
        if (threads < 1) {
            throw new IllegalArgumentException("a computation needs at least 1 thread, not " + threads);
        }
    }

    /**
     * The given number of threads, without a monitor.
     *
     * @throws IllegalArgumentException if there is no thread
     */
    public Parallelism(int threads) {
        this(threads, Monitor.NONE, Stage.NONE);
    }

    /** A single thread: the caller's. */
    public static Parallelism sequential() {
        return new Parallelism(1);
    }

    /** As many threads as the machine has processors. */
    public static Parallelism available() {
        return new Parallelism(Runtime.getRuntime().availableProcessors());
    }

    /** The same number of threads with another monitor. */
    public Parallelism watchedBy(Monitor newMonitor) {
        return new Parallelism(threads, newMonitor, stage);
    }

    /** The caller's thread alone, which is still cancelled by the monitor but reports nothing to it. */
    public Parallelism sequentially() {
        Monitor cancelling = new Monitor() {

            @Override
            public void reached(Stage reachedStage, long done, long total) {}

            @Override
            public boolean isCancelled() {
                return monitor.isCancelled();
            }
        };
        return new Parallelism(1, cancelling, Stage.NONE);
    }

    /** The same threads and monitor in another stage. */
    public Parallelism in(Stage newStage) {
        return new Parallelism(threads, monitor, newStage);
    }

    /** Reports the progress of the stage to the monitor, and {@linkplain #check checks} for cancellation. */
    public void reached(long done, long total) {
        check();
        tell(done, total);
    }

    /**
     * Checks for cancellation; long loops call this regularly.
     *
     * @throws CancellationException if the thread is interrupted (its flag stays set) or the monitor has cancelled
     */
    public void check() {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("interrupted");
        }
        if (monitor.isCancelled()) {
            throw new CancellationException("cancelled");
        }
    }

    /**
     * Runs the tasks 0 to {@code tasks} − 1, each once, in no particular order; returns when all are done.
     *
     * <p>The first exception of a task stops the others and is thrown here. Interrupting the caller interrupts all
     * tasks.
     *
     * @throws CancellationException if the caller is interrupted (its flag stays set) or the monitor has cancelled
     */
    public void forEach(int tasks, IntConsumer task) {
        check(); // the other threads may have done all tasks before this one looks
        Run run = new Run(tasks, task);
        Thread[] helpers = new Thread[Math.max(0, Math.min(threads, tasks) - 1)];
        for (int t = 0; t < helpers.length; t++) {
            helpers[t] = new Thread(run::work, "leastaction-" + (t + 1));
            helpers[t].setDaemon(true);
            helpers[t].start();
        }
        run.work();
        run.join(helpers);
        run.rethrow();
    }

    private void tell(long done, long total) {
        if (stage != Stage.NONE) {
            monitor.reached(stage, done, total);
        }
    }

    /** The tasks of one call and their progress. */
    private final class Run {

        private final int tasks;
        private final IntConsumer task;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger done = new AtomicInteger();
        private final AtomicReference<Throwable> failure = new AtomicReference<>();

        Run(int tasks, IntConsumer task) {
            this.tasks = tasks;
            this.task = task;
        }

        void work() {
            try {
                int i;
                while (failure.get() == null && (i = next.getAndIncrement()) < tasks) {
                    check();
                    task.accept(i);
                    tell(done.incrementAndGet(), tasks);
                }
            } catch (RuntimeException | Error e) {
                failure.compareAndSet(null, e);
            }
        }

        /** Waits for the helpers; if something has failed or the caller is interrupted, they are interrupted. */
        void join(Thread[] helpers) {
            boolean interrupted = false;
            for (Thread helper : helpers) {
                while (helper.isAlive()) {
                    if (failure.get() != null) {
                        Arrays.stream(helpers).forEach(Thread::interrupt);
                    }
                    try {
                        helper.join(PATIENCE_MILLIS);
                    } catch (InterruptedException e) {
                        interrupted = true;
                        failure.compareAndSet(null, new CancellationException("interrupted"));
                    }
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        void rethrow() {
            Throwable thrown = failure.get();
            if (thrown instanceof Error error) {
                throw error;
            }
            if (thrown instanceof RuntimeException exception) {
                throw exception;
            }
        }
    }

    /**
     * Receives the progress of a long computation and may cancel it. It is called often and by several threads at once,
     * so it must be fast. An exception that it throws ends the computation.
     */
    @FunctionalInterface
    public interface Monitor {

        /** The total if the number of steps is unknown. */
        long UNKNOWN = -1;

        /** A monitor that does nothing. */
        Monitor NONE = (stage, done, total) -> {};

        /**
         * Reports the progress of a stage. Stages occur in any order, some more than once; calls from several threads
         * in one stage may arrive out of order.
         *
         * @param done  number of steps done, at least 0
         * @param total number of steps of this stage, or {@link #UNKNOWN}
         */
        void reached(Stage stage, long done, long total);

        /**
         * Called many times a second: once it returns true, the computation ends with a {@code CancellationException}.
         */
        default boolean isCancelled() {
            return false;
        }
    }

    /** A stage of a long computation, for progress reports. */
    public enum Stage {
        /** The matrix of all costs. */
        COSTS("costs"),
        /** Pricing: the search for pairs that matter or were left out. */
        PRICING("pricing"),
        /** Points that are assigned; reassignments count again. */
        ASSIGNMENT("assignment"),
        /** Pivots of the network simplex method; their number is not known. */
        PIVOTS("pivots"),
        /** Iterations of Sinkhorn's method, out of the maximum allowed. */
        ITERATIONS("iterations"),
        /** Random lines of sliced transport. */
        PROJECTIONS("projections"),
        /** Problems of a batch. */
        PROBLEMS("problems"),
        /** Subsets of the points. */
        SUBSETS("subsets"),
        /** The verification against all pairs. */
        CERTIFICATE("certificate"),
        /** Part of another stage, or too short to report: monitors do not receive this one. */
        NONE("computing");

        private final String label;

        Stage(String label) {
            this.label = label;
        }

        /** A word for the user, e.g. "pricing". */
        public String label() {
            return label;
        }
    }
}
