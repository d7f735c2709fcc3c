package org.leastaction.onnx.runtime;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.leastaction.onnx.proto.ElementType;
import org.leastaction.onnx.proto.MalformedModelException;
import org.leastaction.onnx.proto.ModelProto;
import org.leastaction.onnx.proto.ModelWriter;
import org.leastaction.onnx.proto.TensorProto;

/**
 * A session of the runtime that shares its weights: large weights exist once, in the memory into which the model was
 * read, for the sessions of all subgraphs.
 */
final class Session implements AutoCloseable {

    /** From this number of bytes of shared weights on, sessions do not keep rearranged copies of weights. */
    private static final long MANY_BYTES = 1L << 26;

    private final OrtSession session;
    /** Kept open because the session reads their memory. */
    private final List<OnnxTensor> weights;

    private Session(OrtSession session, List<OnnxTensor> weights) {
        this.session = session;
        this.weights = weights;
    }

    /**
     * Opens a session.
     *
     * @throws MalformedModelException if the runtime refuses the model
     */
    static Session open(ModelProto model, SessionOptions options) throws MalformedModelException {
        ModelWriter.ForRuntime written = ModelWriter.forRuntime(model);
        List<OnnxTensor> weights = new ArrayList<>();
        try {
            Map<String, OnnxTensorLike> named = new HashMap<>();
            long bytes = 0;
            for (TensorProto tensor : written.outside()) {
                weights.add(shared(tensor));
                OnnxTensor shared = weights.get(weights.size() - 1);
                named.put(tensor.name(), shared);
                options.addInitializer(tensor.name(), shared);
                bytes += tensor.data().length();
            }
            if (!named.isEmpty()) {
                options.addExternalInitializers(named);
            }
            if (bytes >= MANY_BYTES) {
                options.addConfigEntry("session.disable_prepacking", "1");
            }
            return new Session(OnnxRuntime.environment().createSession(written.bytes(), options), weights);
        } catch (OrtException refused) {
            weights.forEach(OnnxTensor::close);
            throw new MalformedModelException(OnnxRuntime.reason(refused), refused);
        }
    }

    OrtSession session() {
        return session;
    }

    @Override
    public void close() throws OrtException {
        try {
            session.close();
        } finally {
            weights.forEach(OnnxTensor::close);
        }
    }

    private static OnnxTensor shared(TensorProto tensor) throws OrtException {
        long[] shape = tensor.dims().stream().mapToLong(Long::longValue).toArray();
        return OnnxTensor.createTensor(OnnxRuntime.environment(), tensor.data().buffer(), shape, type(tensor.type()));
    }

    private static OnnxJavaType type(ElementType type) {
        return switch (type) {
            case FLOAT -> OnnxJavaType.FLOAT;
            case DOUBLE -> OnnxJavaType.DOUBLE;
            case FLOAT16 -> OnnxJavaType.FLOAT16;
            case BFLOAT16 -> OnnxJavaType.BFLOAT16;
            case INT8 -> OnnxJavaType.INT8;
            case INT16 -> OnnxJavaType.INT16;
            case INT32 -> OnnxJavaType.INT32;
            case INT64 -> OnnxJavaType.INT64;
            case UINT8 -> OnnxJavaType.UINT8;
            case BOOL -> OnnxJavaType.BOOL;
            case UINT16, UINT32, UINT64 -> throw new IllegalStateException(type + " is not shared");
        };
    }
}
