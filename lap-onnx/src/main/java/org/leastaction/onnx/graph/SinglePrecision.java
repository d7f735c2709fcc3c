package org.leastaction.onnx.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.leastaction.onnx.proto.ElementType;
import org.leastaction.onnx.proto.GraphProto;
import org.leastaction.onnx.proto.GraphProto.ValueProto;
import org.leastaction.onnx.proto.MalformedModelException;
import org.leastaction.onnx.proto.ModelProto;
import org.leastaction.onnx.proto.NodeProto;
import org.leastaction.onnx.proto.NodeProto.AttributeProto;
import org.leastaction.onnx.proto.TensorProto;

/**
 * Networks in bfloat16, for most of whose operations the runtime has no kernels on a CPU. They are computed in single
 * precision: weights are represented exactly, and states are not rounded.
 */
final class SinglePrecision {

    /** Settings that are the number of an element type. */
    private static final List<String> TYPES = List.of("to", "dtype", "output_dtype");

    private SinglePrecision() {}

    /** Whether a network contains numbers in bfloat16. */
    static boolean isNeeded(ModelProto model) {
        return model.graph().initializers().values().stream().anyMatch(SinglePrecision::isNarrow)
                || model.graph().inputs().stream().anyMatch(input -> input.type() == ElementType.BFLOAT16)
                || model.graph().nodes().stream().flatMap(node -> node.attributes().values().stream())
                        .anyMatch(setting -> isNarrow(setting)
                                || setting.tensor().map(SinglePrecision::isNarrow).orElse(false));
    }

    /**
     * The network with every bfloat16 replaced by single precision.
     *
     * @throws MalformedModelException if a tensor of weights would then have 2 GiB or more
     */
    static ModelProto of(ModelProto model) throws MalformedModelException {
        GraphProto graph = model.graph();
        Map<String, TensorProto> constants = new HashMap<>();
        for (Map.Entry<String, TensorProto> constant : graph.initializers().entrySet()) {
            constants.put(constant.getKey(), widened(constant.getValue()));
        }
        List<NodeProto> nodes = new ArrayList<>();
        for (NodeProto node : graph.nodes()) {
            nodes.add(widened(node));
        }
        return new ModelProto(model.irVersion(), model.producer(), model.opsets(), model.metadata(), new GraphProto(
                nodes, constants, graph.inputs().stream().map(SinglePrecision::widened).toList(), graph.outputs(),
                graph.declared().stream().map(SinglePrecision::widened).toList()));
    }

    private static NodeProto widened(NodeProto node) throws MalformedModelException {
        NodeProto widened = node;
        for (AttributeProto setting : node.attributes().values()) {
            if (isNarrow(setting)) {
                widened = widened.with(AttributeProto.integer(setting.name(), ElementType.FLOAT.number()));
            } else if (setting.tensor().isPresent() && isNarrow(setting.tensor().get())) {
                widened = widened.with(AttributeProto.tensor(setting.name(), setting.tensor().get().widened()));
            }
        }
        return widened;
    }

    private static TensorProto widened(TensorProto tensor) throws MalformedModelException {
        return isNarrow(tensor) ? tensor.widened() : tensor;
    }

    private static ValueProto widened(ValueProto value) {
        return value.type() == ElementType.BFLOAT16
                ? new ValueProto(value.name(), ElementType.FLOAT, value.shape()) : value;
    }

    private static boolean isNarrow(TensorProto tensor) {
        return tensor.type() == ElementType.BFLOAT16;
    }

    private static boolean isNarrow(AttributeProto setting) {
        return TYPES.contains(setting.name()) && setting.number() == ElementType.BFLOAT16.number();
    }
}
