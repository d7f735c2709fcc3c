package org.leastaction.onnx.runtime;

import ai.onnxruntime.OrtException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.leastaction.flow.backend.Execution;
import org.leastaction.onnx.graph.BatchLayout.BatchAxis;
import org.leastaction.onnx.graph.BatchLayout;
import org.leastaction.onnx.proto.MalformedModelException;
import org.leastaction.onnx.proto.ModelProto;
import org.leastaction.points.FloatPoints;

/**
 * A session that runs a subgraph on points.
 *
 * <p>Points are run in batches of a bounded size, in native buffers that are reused: memory does not grow with the
 * number of points.
 */
public final class SubgraphSession implements AutoCloseable {

    private final Session session;
    private final Batching batching;
    private final List<TensorSpec> inputs;
    private final List<TensorSpec> outputs;
    private @Nullable IoBinding own;

    private SubgraphSession(
            Session session, Batching batching, List<TensorSpec> inputs, List<TensorSpec> outputs) {
        this.session = session;
        this.batching = batching;
        this.inputs = List.copyOf(inputs);
        this.outputs = List.copyOf(outputs);
    }

    /**
     * Opens a subgraph.
     *
     * @throws MalformedModelException if the runtime refuses it
     */
    public static SubgraphSession open(
            ModelProto model, List<TensorSpec> inputs, List<TensorSpec> outputs, Batching batching, Execution execution)
            throws MalformedModelException {
        return new SubgraphSession(OnnxRuntime.compute(model, execution), batching, inputs, outputs);
    }

    /**
     * Runs points. May be used by one thread at a time.
     *
     * @param targets per output an array of at least n · its dimension numbers. Modified.
     * @param points  for each input [n, its dimension]
     * @throws IllegalStateException if the runtime fails; the message says why
     */
    public void run(List<float[]> targets, FloatPoints... points) {
        if (own == null) {
            own = binding();
        }
        int n = points[0].size();
        for (int from = 0; from < n; from += batching.size()) {
            int first = from;
            int end = Math.min(n, from + batching.size());
            own.run(Arrays.stream(points).map(all -> all.rows(first, end)).toArray(FloatPoints[]::new));
            for (int i = 0; i < outputs.size(); i++) {
                own.read(i, targets.get(i), from);
            }
        }
    }

    /** A further binding, for batches that run at the same time. Must not be used after {@link #close()}. */
    public IoBinding binding() {
        return new IoBinding(session.session(), inputs, outputs, batching);
    }

    /** The number of points that a binding takes at a time. */
    public Batching batching() {
        return batching;
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException failure) {
            throw new IllegalStateException("the network " + OnnxRuntime.reason(failure), failure);
        }
    }

    /**
     * The number of points that a session takes at a time.
     *
     * @param size points of one run, at least 1
     * @param axis free if fewer points are possible; with a fixed axis the last point is repeated if there are fewer
     */
    public record Batching(int size, BatchAxis axis) {

        /** @throws IllegalArgumentException if there is no point */
        public Batching {
            if (size < 1) {
                throw new IllegalArgumentException("a batch has at least 1 point, not " + size);
            }
        }

        public static Batching free(int atMost) {
            return new Batching(atMost, BatchAxis.FREE);
        }

        public static Batching fixed(int size) {
            return new Batching(size, BatchAxis.FIXED);
        }
    }

    /**
     * An input or output of a subgraph.
     *
     * @param name   of the tensor in the subgraph
     * @param layout layout of its points, at the batch of the shape inference
     */
    public record TensorSpec(String name, BatchLayout layout) {

        /** Capacity of native buffers, in numbers. */
        private static final long LARGEST = 1 << 28;

        /** @throws IllegalArgumentException if the tensor is empty or too large, or does not divide among the points */
        public TensorSpec {
            long size = layout.shape().stream().reduce(1L, Math::multiplyExact);
            if (size % layout.points() != 0 || size > LARGEST || size == 0) {
                throw new IllegalArgumentException("the tensor '" + name + "' of shape " + layout.shape()
                        + " is empty, too large, or does not divide among " + layout.points() + " points");
            }
        }

        /** Numbers of one point. */
        public int dimension() {
            return layout.dimension();
        }

        /** The tensor's shape for n points. */
        long[] shape(int n) {
            return layout.shape(n).stream().mapToLong(Long::longValue).toArray();
        }
    }
}
