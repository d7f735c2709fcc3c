package org.leastaction.onnx.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.leastaction.onnx.graph.Graph;
import org.leastaction.onnx.graph.TensorFact;
import org.leastaction.onnx.proto.ByteSlice;
import org.leastaction.onnx.proto.ElementType;
import org.leastaction.onnx.proto.GraphProto;
import org.leastaction.onnx.proto.MalformedModelException;
import org.leastaction.onnx.proto.ModelProto;
import org.leastaction.onnx.proto.NodeProto;
import org.leastaction.onnx.proto.TensorProto;

/** Computes the operations of a network that depend on shapes alone, so that shapes after them can be inferred. */
final class ShapeFolding {

    /** Such tensors are short lists of extents; larger ones are not computed. */
    private static final long LARGEST = 1 << 16;

    private ShapeFolding() {}

    /**
     * A network in which operations on shapes are constants, as far as the shapes that they read are known.
     *
     * @param facts of the tensors whose shapes are known
     */
    static Graph fold(Graph graph, Map<String, TensorFact> facts) throws MalformedModelException {
        Map<String, TensorProto> constants = new HashMap<>(graph.constants());
        List<NodeProto> computed = new ArrayList<>();
        Set<String> outputs = new HashSet<>();
        List<NodeProto> rest = new ArrayList<>();
        for (NodeProto node : graph.nodes()) {
            if (node.is("Shape", "Size") && facts.containsKey(node.inputs().get(0))) {
                TensorProto shape = facts.get(node.inputs().get(0)).shapeResult(node);
                constants.put(shape.name(), shape);
            } else if (isComputable(node, constants.keySet(), outputs, facts)) {
                computed.add(node);
                outputs.addAll(node.outputs());
            } else {
                rest.add(node);
            }
        }
        outputs.remove("");
        constants.putAll(compute(graph.model(), computed, constants, outputs));
        return graph.with(rest, constants);
    }

    private static boolean isComputable(
            NodeProto node, Set<String> constants, Set<String> outputs, Map<String, TensorFact> facts) {
        return node.inputs().stream().allMatch(
                        input -> input.isEmpty() || constants.contains(input) || outputs.contains(input))
                && node.outputs().stream().allMatch(output -> output.isEmpty()
                        || (facts.containsKey(output) && facts.get(output).size() <= LARGEST));
    }

    private static Map<String, TensorProto> compute(ModelProto whole, List<NodeProto> nodes,
            Map<String, TensorProto> constants, Set<String> outputs) throws MalformedModelException {
        if (nodes.isEmpty()) {
            return Map.of();
        }
        Map<String, TensorProto> read = new HashMap<>();
        nodes.forEach(node -> node.inputs().stream().filter(constants::containsKey)
                .forEach(input -> read.put(input, constants.get(input))));
        GraphProto subgraph = new GraphProto(nodes, read, List.of(), List.copyOf(outputs));
        Map<String, TensorProto> results = new HashMap<>();
        try (Session session = OnnxRuntime.shapes(
                        new ModelProto(whole.irVersion(), whole.producer(), whole.opsets(), subgraph));
                OrtSession.Result values = session.session().run(Map.of())) {
            for (Map.Entry<String, OnnxValue> value : values) {
                results.put(value.getKey(), constant(value.getKey(), (OnnxTensor) value.getValue()));
            }
            return results;
        } catch (OrtException failure) {
            throw new MalformedModelException(OnnxRuntime.reason(failure), failure);
        }
    }

    private static TensorProto constant(String name, OnnxTensor tensor) throws MalformedModelException {
        ByteBuffer buffer = tensor.getByteBuffer();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        ElementType type = ShapeInference.type(name, tensor.getInfo());
        List<Long> shape = Arrays.stream(tensor.getInfo().getShape()).boxed().toList();
        return new TensorProto(name, shape, type, ByteSlice.of(bytes));
    }
}
