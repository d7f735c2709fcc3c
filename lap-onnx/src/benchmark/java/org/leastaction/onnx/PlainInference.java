package org.leastaction.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.leastaction.points.FloatPoints;

/** A file as it is, run by ONNX Runtime: its first output is taken and nothing else. */
final class PlainInference implements AutoCloseable {

    private final OrtSession session;
    private final int callers;
    private final String input;
    private final long[] shape;

    /**
     * Opens a file.
     *
     * @param threads of one operation
     * @param callers that run batches side by side
     */
    PlainInference(Path file, int threads, int callers) throws OrtException {
        try (SessionOptions options = new SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            // Its threads spin between operations, as they do by default, but no longer than it runs.
            options.addConfigEntry("session.force_spinning_stop", "1");
            this.session = OrtEnvironment.getEnvironment().createSession(file.toString(), options);
        }
        this.callers = callers;
        this.input = session.getInputNames().iterator().next();
        this.shape = ((TensorInfo) session.getInputInfo().get(input).getInfo()).getShape();
    }

    /** Batches that it may take: the file's own, or several. */
    int[] batches() {
        return shape[0] >= 0 ? new int[] {(int) shape[0]} : new int[] {1, 4, 8, 16, 32, 64};
    }

    /** Runs points through; the last ones that fill no batch are left out. */
    void run(FloatPoints points, int batch) {
        int tasks = points.size() / batch;
        int each = (tasks + callers - 1) / callers;
        IntStream.range(0, callers).parallel()
                .forEach(caller -> run(points, batch, caller * each, Math.min(tasks, (caller + 1) * each)));
    }

    private void run(FloatPoints points, int batch, int from, int to) {
        int d = points.dimension();
        long[] batchShape = shape.clone();
        batchShape[0] = batch;
        FloatBuffer buffer =
                ByteBuffer.allocateDirect(4 * batch * d).order(ByteOrder.nativeOrder()).asFloatBuffer();
        for (int task = from; task < to; task++) {
            buffer.clear();
            buffer.put(points.array(), task * batch * d, batch * d).flip();
            try (OnnxTensor tensor = OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), buffer, batchShape);
                    OrtSession.Result result = session.run(Map.of(input, tensor))) {
                result.get(0).getValue();
            } catch (OrtException failure) {
                throw new IllegalStateException(failure);
            }
        }
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
