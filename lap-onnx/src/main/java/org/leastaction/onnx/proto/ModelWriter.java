package org.leastaction.onnx.proto;

import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.leastaction.onnx.proto.GraphProto.ValueProto;

/** Writes models: the fields that the reader knows, without those that it dropped. Equal models give equal bytes. */
public final class ModelWriter {

    private static final int TENSOR_TYPE = 1;
    private static final int TENSOR_ATTRIBUTE = 4;
    private static final int EXTERNAL = 1;
    /** From this format on, a constant is not an input as well. */
    private static final long CONSTANTS_ALONE = 4;

    private ModelWriter() {}

    /**
     * A model for the runtime, which infers the outputs' shapes itself.
     *
     * @param bytes   an ONNX file without its large weights
     * @param outside those weights, which are in native memory and are passed to the runtime without a copy
     */
    public record ForRuntime(byte[] bytes, List<TensorProto> outside) {}

    /** Writes a model for the runtime; its large weights are not copied. */
    public static ForRuntime forRuntime(ModelProto model) {
        List<TensorProto> outside = model.graph().initializers().values().stream()
                .filter(TensorProto::isNative).toList();
        return new ForRuntime(write(model, List.of(), Map.of(), TensorProto::isNative), outside);
    }

    /**
     * The bytes of an ONNX file for other programs. O(their number).
     *
     * @param shapes of outputs, and of any other tensors
     * @param about  metadata by key
     */
    public static byte[] write(ModelProto model, List<ValueProto> shapes, Map<String, String> about) {
        return write(model, shapes, about, tensor -> false);
    }

    private static byte[] write(ModelProto model, List<ValueProto> shapes, Map<String, String> about,
            Predicate<TensorProto> outside) {
        WireWriter out = new WireWriter().varint(1, Math.max(CONSTANTS_ALONE, model.irVersion()));
        if (!model.producer().isEmpty()) {
            out.text(2, model.producer());
        }
        for (Map.Entry<String, Long> opset : new TreeMap<>(model.opsets()).entrySet()) {
            out.message(8, new WireWriter().text(1, opset.getKey()).varint(2, opset.getValue()));
        }
        out.message(7, graph(model.graph(), shapes, outside));
        about.forEach((key, value) -> out.message(14, new WireWriter().text(1, key).text(2, value)));
        return out.toBytes();
    }

    /** An attribute that holds a tensor. */
    static ByteSlice tensorAttribute(String name, TensorProto tensor) {
        return ByteSlice.of(
                new WireWriter().text(1, name).message(5, tensor(tensor)).varint(20, TENSOR_ATTRIBUTE).toBytes());
    }

    private static WireWriter graph(GraphProto graph, List<ValueProto> shapes, Predicate<TensorProto> outside) {
        WireWriter out = new WireWriter().text(2, "lap");
        graph.nodes().forEach(node -> out.message(1, node(node)));
        new TreeMap<>(graph.initializers()).values().forEach(
                tensor -> out.message(5, outside.test(tensor) ? reference(tensor) : tensor(tensor)));
        graph.inputs().forEach(input -> out.message(11, value(input)));
        Map<String, WireWriter> known = new LinkedHashMap<>();
        shapes.forEach(value -> known.put(value.name(), value(value)));
        for (String name : graph.outputs()) {
            WireWriter output = known.remove(name);
            out.message(12, output == null ? new WireWriter().text(1, name) : output);
        }
        known.values().forEach(value -> out.message(13, value));
        return out;
    }

    private static WireWriter node(NodeProto node) {
        WireWriter out = new WireWriter();
        node.inputs().forEach(input -> out.text(1, input));
        node.outputs().forEach(output -> out.text(2, output));
        out.text(3, node.name()).text(4, node.operator());
        new TreeMap<>(node.attributes()).values().forEach(attribute -> out.bytes(5, attribute.raw()));
        return out.text(7, node.domain());
    }

    private static WireWriter tensor(TensorProto tensor) {
        return withoutData(tensor).bytes(9, tensor.data());
    }

    /** A tensor with external data, whose location is passed to the runtime separately. */
    private static WireWriter reference(TensorProto tensor) {
        return withoutData(tensor)
                .message(13, new WireWriter().text(1, "location").text(2, "memory"))
                .varint(14, EXTERNAL);
    }

    private static WireWriter withoutData(TensorProto tensor) {
        WireWriter out = new WireWriter();
        tensor.dims().forEach(dim -> out.varint(1, dim));
        return out.varint(2, tensor.type().number()).text(8, tensor.name());
    }

    /** A free extent is written as a parameter of its own name; the first one is the batch. */
    private static WireWriter value(ValueProto value) {
        WireWriter shape = new WireWriter();
        for (int i = 0; i < value.shape().size(); i++) {
            long extent = value.shape().get(i);
            WireWriter dim = new WireWriter();
            shape.message(1, extent < 0 ? dim.text(2, i == 0 ? "batch" : "free" + i) : dim.varint(1, extent));
        }
        WireWriter tensor = new WireWriter().varint(1, value.type().number()).message(2, shape);
        return new WireWriter().text(1, value.name()).message(2, new WireWriter().message(TENSOR_TYPE, tensor));
    }

    /** Writes the fields of one protobuf message. */
    static final class WireWriter {

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        WireWriter varint(int field, long value) {
            raw((long) field << 3 | WireReader.VARINT);
            raw(value);
            return this;
        }

        WireWriter fixed32(int field, float value) {
            raw((long) field << 3 | WireReader.FIXED32);
            int bits = Float.floatToRawIntBits(value);
            for (int shift = 0; shift < Float.SIZE; shift += Byte.SIZE) {
                out.write(bits >>> shift);
            }
            return this;
        }

        WireWriter bytes(int field, ByteSlice value) {
            raw((long) field << 3 | WireReader.BYTES);
            raw(value.length());
            out.writeBytes(value.toArray());
            return this;
        }

        WireWriter text(int field, String value) {
            return bytes(field, ByteSlice.of(value));
        }

        WireWriter message(int field, WireWriter value) {
            return bytes(field, ByteSlice.of(value.toBytes()));
        }

        byte[] toBytes() {
            return out.toByteArray();
        }

        private void raw(long value) {
            long left = value;
            while ((left & ~0x7fL) != 0) {
                out.write((int) (left & 0x7f) | 0x80);
                left >>>= 7;
            }
            out.write((int) left);
        }
    }
}
