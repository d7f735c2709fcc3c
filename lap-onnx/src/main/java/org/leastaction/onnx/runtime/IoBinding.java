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
import org.leastaction.onnx.graph.BatchLayout.BatchAxis;
import org.leastaction.onnx.graph.BatchLayout;
import org.leastaction.onnx.runtime.SubgraphSession.Batching;
import org.leastaction.onnx.runtime.SubgraphSession.TensorSpec;
import org.leastaction.points.FloatPoints;

/**
 * Native buffers for the inputs and outputs of one batch. They are reused by every run, and grow when a run has more
 * points than any before: Java frees native buffers only when it collects garbage, so a model that is opened for a few
 * points must not leave the buffers of a full batch behind.
 *
 * <p>A binding is used by one thread at a time; several bindings of a session may run at the same time.
 */
public final class IoBinding {

    /** A third of the numbers that the first-level cache holds. */
    private static final int PART = 2048;

    private final OrtSession session;
    private final Batching batching;
    private final List<TensorSpec> inputs;
    private final List<TensorSpec> outputs;
    private List<FloatBuffer> entering = List.of();
    private List<FloatBuffer> leaving = List.of();
    private final float[] minuends = new float[PART];
    private final float[] subtrahends = new float[PART];
    private int capacity;
    private int n;
    private int runRows;

    IoBinding(OrtSession session, List<TensorSpec> inputs, List<TensorSpec> outputs, Batching batching) {
        this.session = session;
        this.batching = batching;
        this.inputs = inputs;
        this.outputs = outputs;
    }

    /**
     * Runs points; the results remain until the next run.
     *
     * @param points for each input of the program [n, its dimension], n at most the size of a batch
     * @throws IllegalStateException if the runtime fails; the message says why
     */
    public void run(FloatPoints... points) {
        n = points[0].size();
        int rows = batching.axis() == BatchAxis.FIXED ? batching.size() : n;
        runRows = rows;
        reserve(rows);
        for (int i = 0; i < points.length; i++) {
            write(points[i], inputs.get(i), entering.get(i).clear());
        }
        try {
            run(rows);
        } catch (OrtException failure) {
            throw new IllegalStateException("the network " + OnnxRuntime.reason(failure), failure);
        }
    }

    /**
     * Copies a result of the last run.
     *
     * @param output   its index, in the order of the program
     * @param target   an array of at least (firstRow + n) · its dimension numbers. Modified.
     * @param firstRow row of the target for the first point
     */
    public void read(int output, float[] target, int firstRow) {
        BatchLayout layout = outputs.get(output).layout();
        int d = layout.dimension();
        FloatBuffer numbers = leaving.get(output).clear();
        if (layout.outer() == 1) {
            numbers.get(target, firstRow * d, n * d);
            return;
        }
        int inner = layout.inner();
        for (int row = 0; row < n; row++) {
            for (int j = 0; j < d; j += inner) {
                numbers.get(layout.index(row, j, runRows), target, (firstRow + row) * d + j, inner);
            }
        }
    }

    /**
     * Makes room for a number of rows. The room at least doubles, so that growing batches cost O(their size) in total.
     */
    private void reserve(int rows) {
        if (rows > capacity) {
            int enough = Math.max(rows, Math.min(batching.size(), 2 * capacity));
            entering = inputs.stream().map(input -> buffer(input, enough)).toList();
            leaving = outputs.stream().map(output -> buffer(output, enough)).toList();
            capacity = enough;
        }
    }

    /** Writes points to their positions in an input; the last one is repeated where a fixed batch needs more. */
    private void write(FloatPoints points, TensorSpec input, FloatBuffer target) {
        BatchLayout layout = input.layout();
        int d = layout.dimension();
        int inner = layout.inner();
        for (int row = 0; row < runRows; row++) {
            int from = points.offset() + Math.min(row, n - 1) * d;
            for (int j = 0; j < d; j += inner) {
                target.put(layout.index(row, j, runRows), points.array(), from + j, inner);
            }
        }
    }

    /**
     * The difference of two results of the last run, without a copy of either.
     *
     * @param target an array of at least n · their dimension numbers. Modified.
     */
    public void readDifference(int output, int less, float[] target) {
        if (outputs.get(output).layout().outer() > 1 || outputs.get(less).layout().outer() > 1) {
            float[] subtrahend = new float[n * outputs.get(less).dimension()];
            read(output, target, 0);
            read(less, subtrahend, 0);
            for (int i = 0; i < subtrahend.length; i++) {
                target[i] -= subtrahend[i];
            }
            return;
        }
        FloatBuffer a = leaving.get(output).clear();
        FloatBuffer b = leaving.get(less).clear();
        int length = n * outputs.get(output).dimension();
        for (int from = 0; from < length; from += PART) {
            int part = Math.min(PART, length - from);
            a.get(minuends, 0, part);
            b.get(subtrahends, 0, part);
            for (int i = 0; i < part; i++) {
                target[from + i] = minuends[i] - subtrahends[i];
            }
        }
    }

    private void run(int rows) throws OrtException {
        Map<String, OnnxTensor> arguments = new HashMap<>();
        Map<String, OnnxTensor> results = new HashMap<>();
        try {
            for (int i = 0; i < inputs.size(); i++) {
                arguments.put(inputs.get(i).name(), tensor(inputs.get(i), entering.get(i), rows));
            }
            for (int i = 0; i < outputs.size(); i++) {
                results.put(outputs.get(i).name(), tensor(outputs.get(i), leaving.get(i), rows));
            }
            session.run(arguments, results).close();
        } finally {
            arguments.values().forEach(OnnxTensor::close);
            results.values().forEach(OnnxTensor::close);
        }
    }

    private static OnnxTensor tensor(TensorSpec spec, FloatBuffer buffer, int rows) throws OrtException {
        buffer.clear().limit(rows * spec.dimension());
        return OnnxTensor.createTensor(OnnxRuntime.environment(), buffer, spec.shape(rows));
    }

    private static FloatBuffer buffer(TensorSpec spec, int rows) {
        long bytes = 4L * rows * spec.dimension();
        return ByteBuffer.allocateDirect(Math.toIntExact(bytes)).order(ByteOrder.nativeOrder()).asFloatBuffer();
    }
}
