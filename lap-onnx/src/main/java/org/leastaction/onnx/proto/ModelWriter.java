package org.leastaction.onnx.proto;

import java.util.Map;

/** Writes models: what the reader knows, and nothing that it dropped. */
public final class ModelWriter {

    private static final int TENSOR_TYPE = 1;
    private static final int TENSOR_ATTRIBUTE = 4;
    /** From this format on, a constant is not an input as well. */
    private static final long CONSTANTS_ALONE = 4;

    private ModelWriter() {}

    /** The bytes of an ONNX file. O(their number). */
    public static byte[] write(ModelProto model) {
        WireWriter out = new WireWriter().varint(1, Math.max(CONSTANTS_ALONE, model.irVersion()));
        for (Map.Entry<String, Long> opset : model.opsets().entrySet()) {
            out.message(8, new WireWriter().text(1, opset.getKey()).varint(2, opset.getValue()));
        }
        return out.message(7, graph(model.graph())).toBytes();
    }

    /** An attribute that holds a tensor. */
    static Slice tensorAttribute(String name, TensorProto tensor) {
        return Slice.of(
                new WireWriter().text(1, name).message(5, tensor(tensor)).varint(20, TENSOR_ATTRIBUTE).toBytes());
    }

    private static WireWriter graph(GraphProto graph) {
        WireWriter out = new WireWriter().text(2, "lap");
        graph.nodes().forEach(node -> out.message(1, node(node)));
        graph.initializers().values().forEach(tensor -> out.message(5, tensor(tensor)));
        graph.inputs().forEach(input -> out.message(11, value(input)));
        graph.outputs().forEach(name -> out.message(12, new WireWriter().text(1, name)));
        return out;
    }

    private static WireWriter node(NodeProto node) {
        WireWriter out = new WireWriter();
        node.inputs().forEach(input -> out.text(1, input));
        node.outputs().forEach(output -> out.text(2, output));
        out.text(3, node.name()).text(4, node.operator());
        node.attributes().values().forEach(attribute -> out.bytes(5, attribute.raw()));
        return out.text(7, node.domain());
    }

    private static WireWriter tensor(TensorProto tensor) {
        WireWriter out = new WireWriter();
        tensor.dims().forEach(dim -> out.varint(1, dim));
        return out.varint(2, tensor.type().number()).text(8, tensor.name()).bytes(9, tensor.data());
    }

    /** A free extent is written as a parameter of its own name. */
    private static WireWriter value(ValueProto value) {
        WireWriter shape = new WireWriter();
        for (int i = 0; i < value.shape().size(); i++) {
            long extent = value.shape().get(i);
            WireWriter dim = new WireWriter();
            shape.message(1, extent < 0 ? dim.text(2, "free" + i) : dim.varint(1, extent));
        }
        WireWriter tensor = new WireWriter().varint(1, value.type().number()).message(2, shape);
        return new WireWriter().text(1, value.name()).message(2, new WireWriter().message(TENSOR_TYPE, tensor));
    }
}
