package org.leastaction.onnx.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.leastaction.flow.backend.Execution;
import org.leastaction.onnx.graph.BatchAxis;
import org.leastaction.onnx.proto.MalformedModelException;
import org.leastaction.onnx.proto.ModelProto;
import org.leastaction.points.FloatPoints;

/**
 * A part of a network that takes points and gives points.
 *
 * <p>Points go through in runs of a fixed size, over native buffers that are made once; memory does not grow with the
 * number of points.
 */
public final class Piece implements AutoCloseable {

    private final OrtSession session;
    private final Batching batching;
    private final Port input;
    private final List<Port> outputs;
    private final FloatBuffer entering;
    private final List<FloatBuffer> leaving;

    private Piece(OrtSession session, Batching batching, Port input, List<Port> outputs) {
        this.session = session;
        this.batching = batching;
        this.input = input;
        this.outputs = List.copyOf(outputs);
        this.entering = buffer(input, batching.size());
        this.leaving = outputs.stream().map(output -> buffer(output, batching.size())).toList();
    }

    /**
     * Opens a piece.
     *
     * @throws MalformedModelException if the runtime refuses it
     */
    public static Piece open(ModelProto model, Port input, List<Port> outputs, Batching batching, Execution execution)
            throws MalformedModelException {
        return new Piece(Engine.compute(model, execution), batching, input, outputs);
    }

    /**
     * Runs points through.
     *
     * @param points  [n, input dimension]
     * @param targets per output an array of at least n · its dimension numbers. Modified.
     * @throws IllegalStateException if the runtime fails; the message says why
     */
    public void run(FloatPoints points, List<float[]> targets) {
        int n = points.size();
        for (int from = 0; from < n; from += batching.size()) {
            run(points.rows(from, Math.min(n, from + batching.size())), from, targets);
        }
    }

    private void run(FloatPoints points, int firstRow, List<float[]> targets) {
        int n = points.size();
        int rows = batching.axis() == BatchAxis.FIXED ? batching.size() : n;
        entering.clear();
        entering.put(points.array(), points.offset(), n * input.dimension());
        for (int row = n; row < rows; row++) {
            entering.put(points.array(), points.offset() + (n - 1) * input.dimension(), input.dimension());
        }
        try {
            run(rows);
        } catch (OrtException failure) {
            throw new IllegalStateException("the network " + Engine.reason(failure), failure);
        }
        for (int i = 0; i < outputs.size(); i++) {
            int d = outputs.get(i).dimension();
            leaving.get(i).clear();
            leaving.get(i).get(targets.get(i), firstRow * d, n * d);
        }
    }

    private void run(int rows) throws OrtException {
        Map<String, OnnxTensor> results = new HashMap<>();
        try (OnnxTensor argument = tensor(input, entering, rows)) {
            for (int i = 0; i < outputs.size(); i++) {
                results.put(outputs.get(i).name(), tensor(outputs.get(i), leaving.get(i), rows));
            }
            session.run(Map.of(input.name(), argument), results).close();
        } finally {
            results.values().forEach(OnnxTensor::close);
        }
    }

    private static OnnxTensor tensor(Port port, FloatBuffer buffer, int rows) throws OrtException {
        buffer.clear().limit(rows * port.dimension());
        return OnnxTensor.createTensor(Engine.environment(), buffer, port.shape(rows));
    }

    private static FloatBuffer buffer(Port port, int rows) {
        long bytes = 4L * rows * port.dimension();
        return ByteBuffer.allocateDirect(Math.toIntExact(bytes)).order(ByteOrder.nativeOrder()).asFloatBuffer();
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException failure) {
            throw new IllegalStateException("the network " + Engine.reason(failure), failure);
        }
    }
}
