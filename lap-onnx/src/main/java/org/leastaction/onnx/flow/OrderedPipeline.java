package org.leastaction.onnx.flow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that several threads execute, and whose results one thread uses in order.
 *
 * <p>The caller's thread uses results, and executes tasks while no result is ready, so that all threads are busy
 * whatever the ratio of the two is. A task starts only if a slot is free for its result; tasks start in order.
 *
 * @param <S> slots, which hold the memory and the results of a task
 */
final class OrderedPipeline<S> {

    private static final int NONE_DUE = -1;

    private enum State { TO_DO, DONE }

    private record Held<S>(S slot, int task, State state) {}

    private final int tasks;
    private final ObjIntConsumer<S> work;
    private final Deque<S> free;
    private final Map<Integer, S> done = new HashMap<>();
    private final IdentityHashMap<S, Thread> users = new IdentityHashMap<>();
    private int next;
    private @Nullable Throwable failure;

    /**
     * A pipeline for one run.
     *
     * @param slots at least one
     * @param work  executes a task in a slot; on any thread
     */
    OrderedPipeline(int tasks, List<S> slots, ObjIntConsumer<S> work) {
        this.tasks = tasks;
        this.work = work;
        this.free = new ArrayDeque<>(slots);
    }

    /**
     * Executes all tasks. When this returns or throws, no other thread is running.
     *
     * @param threads number of threads, the caller's included
     * @param use     uses the results in order, on the caller's thread
     * @throws CancellationException if the caller is interrupted; its interrupt flag stays set
     */
    void run(int threads, ObjIntConsumer<S> use) {
        List<Thread> helpers = new ArrayList<>();
        for (int t = 1; t < Math.min(threads, tasks); t++) {
            Thread helper = new Thread(this::help, "onnx-" + t);
            helper.setDaemon(true);
            helper.start();
            helpers.add(helper);
        }
        try {
            lead(use);
        } catch (RuntimeException | Error thrown) {
            fail(thrown);
        }
        join(helpers);
        rethrow();
    }

    /** Uses results, and executes tasks while the due result is not ready. */
    private void lead(ObjIntConsumer<S> use) {
        for (int due = 0; due < tasks;) {
            Held<S> held = await(due);
            if (held == null) {
                return;
            }
            if (held.state() == State.DONE) {
                use.accept(held.slot(), due++);
                give(held.slot());
            } else {
                work(held);
            }
        }
    }

    private void help() {
        try {
            for (Held<S> held = await(NONE_DUE); held != null; held = await(NONE_DUE)) {
                work(held);
            }
        } catch (RuntimeException | Error thrown) {
            fail(thrown);
        }
    }

    private void work(Held<S> held) {
        work.accept(held.slot(), held.task());
        synchronized (this) {
            done.put(held.task(), held.slot());
            notifyAll();
        }
    }

    /**
     * The due result, or a task; waits for either.
     *
     * @return null if a task has failed, or no task is left for a helper
     */
    private synchronized @Nullable Held<S> await(int due) {
        while (failure == null && (next < tasks || due != NONE_DUE)) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("interrupted");
            }
            if (done.containsKey(due)) {
                return new Held<>(done.remove(due), due, State.DONE);
            }
            if (next < tasks && !free.isEmpty()) {
                return new Held<>(nearest(), next++, State.TO_DO);
            }
            try {
                wait();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new CancellationException("interrupted");
            }
        }
        return null;
    }

    /** A free slot, preferably one that this thread used last, whose memory is in its cache. */
    private S nearest() {
        S slot = free.stream().filter(one -> users.get(one) == Thread.currentThread()).findFirst().orElse(free.peek());
        free.remove(slot);
        users.put(slot, Thread.currentThread());
        return slot;
    }

    private synchronized void give(S slot) {
        free.push(slot);
        notifyAll();
    }

    private synchronized void fail(Throwable thrown) {
        if (failure == null) {
            failure = thrown;
        }
        notifyAll();
    }

    private static void join(List<Thread> helpers) {
        boolean interrupted = false;
        for (Thread helper : helpers) {
            while (helper.isAlive()) {
                try {
                    helper.join();
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void rethrow() {
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
    }
}
