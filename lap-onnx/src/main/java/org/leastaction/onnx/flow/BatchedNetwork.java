package org.leastaction.onnx.flow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;
import org.leastaction.flow.backend.Execution;
import org.leastaction.onnx.cut.Cut;
import org.leastaction.onnx.graph.BatchLayout.BatchAxis;
import org.leastaction.onnx.proto.MalformedModelException;
import org.leastaction.onnx.runtime.OnnxRuntime;
import org.leastaction.onnx.runtime.SubgraphSession;
import org.leastaction.points.FloatPoints;

/**
 * A network as one subgraph, from its input to its scores. Batches run side by side, each on a thread of its own:
 * results are then read by all threads, and no operation waits for the threads of another. The session is opened on
 * first use.
 *
 * @param <R> reads the results of a batch: states, or costs
 */
final class BatchedNetwork<R extends BatchedNetwork.BatchReader> implements AutoCloseable {

    private final Cut cut;
    private final Execution execution;
    private final SubgraphSessions sessions;
    private final InputConversion conversion;
    private final Opening opening;
    private final Function<SubgraphSession, R> reader;
    private final List<R> readers = new ArrayList<>();
    private @Nullable SubgraphSession session;

    /** Opens the subgraph. */
    @FunctionalInterface
    interface Opening {

        /** @param most numbers that enter and leave the subgraph in one run, unless a single point has more */
        SubgraphSession open(SubgraphSessions sessions, long most) throws MalformedModelException;
    }

    /** @param reader creates a reader of the session's results; called once for each batch that is in flight */
    BatchedNetwork(Cut cut, BatchAxis axis, Execution execution, Opening opening, Function<SubgraphSession, R> reader) {
        this.cut = cut;
        this.execution = execution;
        this.sessions = new SubgraphSessions(cut, axis, execution.withThreads(1));
        this.conversion = InputConversion.of(cut);
        this.opening = opening;
        this.reader = reader;
    }

    /**
     * Opens the session if it is not open.
     *
     * @throws MalformedModelException if the runtime refuses the subgraph
     */
    void open() throws MalformedModelException {
        if (session != null) {
            return;
        }
        int threads = OnnxRuntime.batchesSideBySide(execution);
        SubgraphSession opened = opening.open(sessions, sessions.numbersSideBySide(threads));
        // One more than threads: the other threads continue while the caller uses a result.
        for (int i = 0; i <= threads; i++) {
            readers.add(reader.apply(opened));
        }
        session = opened;
    }

    /**
     * Runs inputs through the open network, in batches.
     *
     * @param inputs  [n, input dimension], as data sets have them
     * @param batch   points that run together, at most
     * @param results receives the reader of each batch and its first row, by the thread that ran it
     * @param ordered the same, in the order of the batches, by the caller's thread
     * @return log-probabilities [n, classes] of a network with classes
     * @throws java.util.concurrent.CancellationException if the caller is interrupted
     */
    Optional<FloatPoints> run(FloatPoints inputs, int batch, ObjIntConsumer<R> results, ObjIntConsumer<R> ordered) {
        int n = inputs.size();
        int rows = Math.min(batch, Objects.requireNonNull(session, "not open").batching().size());
        int classes = cut.head().classes();
        // Every batch has rows of its own, so that all threads may write.
        float[] logProbabilities = new float[Math.multiplyExact(n, classes)];
        OrderedPipeline<R> pipeline = new OrderedPipeline<>((n + rows - 1) / rows, readers, (reader, task) -> {
            int from = task * rows;
            reader.run(conversion.apply(inputs.rows(from, Math.min(n, from + rows))));
            results.accept(reader, from);
            if (classes > 0) {
                FloatPoints own = LogProbabilities.of(reader.scores(), cut.head().ending());
                System.arraycopy(own.array(), own.offset(), logProbabilities, from * classes, own.size() * classes);
            }
        });
        pipeline.run(OnnxRuntime.batchesSideBySide(execution), (reader, task) -> ordered.accept(reader, task * rows));
        return classes == 0 ? Optional.empty() : Optional.of(FloatPoints.wrap(logProbabilities, n, classes));
    }

    @Override
    public void close() {
        if (session != null) {
            session.close();
        }
    }

    /** Runs one batch through a subgraph and reads its results. Memory is allocated once and reused by every batch. */
    interface BatchReader {

        /** @param points [n, input dimension], in the network's own order; n at most the size of a batch */
        void run(FloatPoints points);

        /** The tensor from which the scores of a network with classes are read, [n, d]; valid until the next run. */
        FloatPoints scores();
    }

    /**
     * Tasks that several threads execute, and whose results one thread uses in order.
     *
     * <p>The caller's thread uses results, and executes tasks while no result is ready, so that all threads are busy
     * whatever the ratio of the two times. A task starts only if a slot is free for its result; tasks start in order.
     *
     * @param <S> slots, which hold the memory and the results of a task
     */
    static final class OrderedPipeline<S> {

        private static final int NONE_DUE = -1;

        private enum State {
            TO_DO, DONE
        }

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
            S slot = free.stream().filter(one -> users.get(one) == Thread.currentThread()).findFirst()
                    .orElse(free.peek());
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
}
