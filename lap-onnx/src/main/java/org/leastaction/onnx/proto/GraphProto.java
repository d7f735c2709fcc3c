package org.leastaction.onnx.proto;

import java.util.List;
import java.util.Map;

/**
 * The operations of a network and its constants.
 *
 * @param initializers constants by name
 * @param inputs       without those that have an initializer
 * @param outputs      names
 * @param declared     the outputs whose type and shape the file states
 */
public record GraphProto(List<NodeProto> nodes, Map<String, TensorProto> initializers, List<ValueProto> inputs,
        List<String> outputs, List<ValueProto> declared) {

    public GraphProto {
        nodes = List.copyOf(nodes);
        initializers = Map.copyOf(initializers);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        declared = List.copyOf(declared);
    }

    /** A graph whose outputs have types and shapes that are not stated. */
    public GraphProto(List<NodeProto> nodes, Map<String, TensorProto> initializers, List<ValueProto> inputs,
            List<String> outputs) {
        this(nodes, initializers, inputs, outputs, List.of());
    }

    /**
     * An input or output of the graph.
     *
     * @param shape its extents, −1 for an extent that is free or unspecified; empty also if the whole shape is
     *              unspecified
     */
    public record ValueProto(String name, ElementType type, List<Long> shape) {

        public ValueProto {
            shape = List.copyOf(shape);
        }
    }
}
