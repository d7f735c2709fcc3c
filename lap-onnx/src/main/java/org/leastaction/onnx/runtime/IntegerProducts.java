package org.leastaction.onnx.runtime;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.leastaction.onnx.proto.ByteSlice;
import org.leastaction.onnx.proto.ElementType;
import org.leastaction.onnx.proto.GraphProto;
import org.leastaction.onnx.proto.ModelProto;
import org.leastaction.onnx.proto.NodeProto;
import org.leastaction.onnx.proto.TensorProto;

/**
 * Products of 8-bit integers, which the runtime's fast kernels let saturate on some processors: those of unsigned
 * numbers with signed ones.
 */
final class IntegerProducts {

    /** Index of the zero point of the first factor, and of the second factor. */
    private record Places(int zeroPoint, int second) {}

    private static final Map<String, Places> PRODUCTS = Map.of(
            "QLinearConv", new Places(2, 3),
            "QLinearMatMul", new Places(2, 3),
            "QGemm", new Places(2, 3),
            "ConvInteger", new Places(2, 1),
            "MatMulInteger", new Places(2, 1),
            "MatMulIntegerToFloat", new Places(4, 1),
            "QAttention", new Places(6, 1),
            "DynamicQuantizeMatMul", new Places(Integer.MAX_VALUE, 1));

    private final Map<String, TensorProto> constants;
    private final Map<String, NodeProto> producers = new HashMap<>();
    private final List<NodeProto> nodes;

    private IntegerProducts(ModelProto model) {
        constants = model.graph().initializers();
        nodes = model.graph().nodes();
        nodes.forEach(node -> node.outputs().forEach(output -> producers.put(output, node)));
    }

    /** Whether a network has integers that stand for real numbers, or products of integers. */
    static boolean isQuantised(ModelProto model) {
        return model.graph().nodes().stream()
                .anyMatch(node -> node.operator().matches("Q.*|.*Quantize.*|.*Integer.*"));
    }

    /**
     * The same network in which every MatMulInteger and ConvInteger of constant weights has the zero point of its
     * weights, 0 if it had none: without it, the runtime ends the process when it makes exact products.
     */
    static ModelProto withZeroPoints(ModelProto model) {
        GraphProto graph = model.graph();
        Map<String, TensorProto> constants = new HashMap<>(graph.initializers());
        List<NodeProto> nodes = new ArrayList<>();
        for (NodeProto node : graph.nodes()) {
            TensorProto weights = graph.initializers().get(input(node, 1));
            if (!node.is("MatMulInteger", "ConvInteger") || weights == null || !input(node, 3).isEmpty()) {
                nodes.add(node);
                continue;
            }
            String zero = "zero#" + nodes.size(); // of each its own: the runtime changes it together with the weights
            constants.put(zero, new TensorProto(zero, List.of(), weights.type(), ByteSlice.of(new byte[1])));
            nodes.add(new NodeProto(node.name(), node.module(), node.operator(), node.domain(),
                    List.of(input(node, 0), input(node, 1), input(node, 2), zero), node.outputs(), node.attributes()));
        }
        return new ModelProto(model.irVersion(), model.producer(), model.opsets(), model.metadata(),
                new GraphProto(nodes, constants, graph.inputs(), graph.outputs(), graph.declared()));
    }

    /** The first product that may saturate; types that are no constant's are taken to be those that saturate. */
    static Optional<NodeProto> saturating(ModelProto model) {
        IntegerProducts products = new IntegerProducts(model);
        return products.nodes.stream().filter(products::maySaturate).findFirst();
    }

    private boolean maySaturate(NodeProto node) {
        Places places = PRODUCTS.get(node.operator());
        if (places != null) {
            return isOr(ElementType.UINT8, input(node, places.zeroPoint()))
                    && isOr(ElementType.INT8, input(node, places.second()));
        }
        // The runtime makes products of integers of these.
        return node.is("Conv", "MatMul", "Gemm") && isFrom(ElementType.UINT8, input(node, 0))
                && isFrom(ElementType.INT8, input(node, 1));
    }

    /** Whether a tensor of real numbers is made of integers of a type. */
    private boolean isFrom(ElementType type, String real) {
        NodeProto producer = producers.get(real);
        return producer != null && producer.is("DequantizeLinear") && isOr(type, input(producer, 2));
    }

    private boolean isOr(ElementType type, String tensor) {
        TensorProto constant = constants.get(tensor);
        return constant == null || constant.type() == type;
    }

    /** The name of an input; "" if it is missing. */
    private static String input(NodeProto node, int index) {
        return index < node.inputs().size() ? node.inputs().get(index) : "";
    }
}
