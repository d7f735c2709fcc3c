package org.leastaction.onnx.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.leastaction.flow.backend.Execution;
import org.leastaction.onnx.proto.MalformedModelException;
import org.leastaction.onnx.proto.ModelProto;

/** A session whose results may have any shapes. */
public final class ProbeSession implements AutoCloseable {

    private final Session session;

    private ProbeSession(Session session) {
        this.session = session;
    }

    /** @throws MalformedModelException if the runtime refuses the subgraph */
    public static ProbeSession open(ModelProto model, Execution execution) throws MalformedModelException {
        return new ProbeSession(OnnxRuntime.compute(model, execution));
    }

    /**
     * A result.
     *
     * @param numbers row-major
     */
    public record Result(List<Long> shape, float[] numbers) {}

    /**
     * Runs the subgraph once.
     *
     * @param shape   of its input
     * @param numbers of its input, row-major
     * @return its outputs by name
     * @throws MalformedModelException if the runtime fails; the message says why
     */
    public Map<String, Result> run(String input, List<Long> shape, float[] numbers) throws MalformedModelException {
        long[] extents = shape.stream().mapToLong(Long::longValue).toArray();
        Map<String, Result> results = new HashMap<>();
        try (OnnxTensor argument =
                OnnxTensor.createTensor(OnnxRuntime.environment(), FloatBuffer.wrap(numbers), extents);
                OrtSession.Result values = session.session().run(Map.of(input, argument))) {
            for (Map.Entry<String, OnnxValue> value : values) {
                OnnxTensor tensor = (OnnxTensor) value.getValue();
                FloatBuffer buffer = tensor.getFloatBuffer();
                float[] copy = new float[buffer.remaining()];
                buffer.get(copy);
                results.put(value.getKey(),
                        new Result(Arrays.stream(tensor.getInfo().getShape()).boxed().toList(), copy));
            }
            return results;
        } catch (OrtException failure) {
            throw new MalformedModelException("the network " + OnnxRuntime.reason(failure), failure);
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException failure) {
            throw new IllegalStateException("the network " + OnnxRuntime.reason(failure), failure);
        }
    }
}
