package org.leastaction.onnx.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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

        /** The tensor that a network with classes is read at, [n, d]; valid until the next run. */
        FloatPoints scores();
    }
}
