package org.leastaction.ot.kernel;

import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/**
 * How many threads a computation may use. Results never depend on it.
 *
 * @param threads at least 1
 */
public record Parallelism(int threads) {

    /** @throws IllegalArgumentException if there is no thread */
    public Parallelism {
        if (threads < 1) {
            throw new IllegalArgumentException("a computation needs at least 1 thread, not " + threads);
        }
    }

    /** One thread: the caller's. */
    public static Parallelism sequential() {
        return new Parallelism(1);
    }

    /** As many threads as the machine has processors. */
    public static Parallelism available() {
        return new Parallelism(Runtime.getRuntime().availableProcessors());
    }

    /**
     * Runs the tasks 0 to {@code tasks} − 1, each once, in no particular order; returns when all are done.
     *
     * <p>The first exception of a task ends the others and is thrown here. Interrupting the caller ends all tasks at
     * their next start.
     *
     * @throws CancellationException if the caller is interrupted; its interrupt flag stays set
     */
    public void forEach(int tasks, IntConsumer task) {
        Run run = new Run(tasks, task);
        Thread[] helpers = new Thread[Math.max(0, Math.min(threads, tasks) - 1)];
        for (int t = 0; t < helpers.length; t++) {
            helpers[t] = new Thread(run::work, "leastaction-" + (t + 1));
            helpers[t].setDaemon(true);
            helpers[t].start();
        }
        run.workUnlessInterrupted();
        for (Thread helper : helpers) {
            run.join(helper);
        }
        run.rethrow();
    }

    /** The tasks of one call, and how far they are. */
    private static final class Run {

        private final int tasks;
        private final IntConsumer task;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicReference<Throwable> failure = new AtomicReference<>();

        Run(int tasks, IntConsumer task) {
            this.tasks = tasks;
            this.task = task;
        }

        void work() {
            try {
                int i;
                while (failure.get() == null && (i = next.getAndIncrement()) < tasks) {
                    task.accept(i);
                }
            } catch (RuntimeException | Error e) {
                failure.compareAndSet(null, e);
            }
        }

        void workUnlessInterrupted() {
            try {
                int i;
                while (failure.get() == null && (i = next.getAndIncrement()) < tasks) {
                    if (Thread.currentThread().isInterrupted()) {
                        throw new CancellationException("interrupted");
                    }
                    task.accept(i);
                }
            } catch (RuntimeException | Error e) {
                failure.compareAndSet(null, e);
            }
        }

        void join(Thread helper) {
            boolean interrupted = false;
            while (true) {
                try {
                    helper.join();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
                    failure.compareAndSet(null, new CancellationException("interrupted"));
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
}
