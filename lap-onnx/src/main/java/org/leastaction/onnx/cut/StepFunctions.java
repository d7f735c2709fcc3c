package org.leastaction.onnx.cut;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.leastaction.onnx.graph.Graph;
import org.leastaction.onnx.graph.TensorFact;
import org.leastaction.onnx.proto.ElementType;
import org.leastaction.onnx.proto.NodeProto;

/**
 * Step functions: the derivative of a network that contains one is 0 almost everywhere, and finite differences measure
 * the rounding.
 */
final class StepFunctions {

    private static final Set<String> QUANTISING = Set.of("QuantizeLinear", "DynamicQuantizeLinear", "QLinearConv",
            "QLinearMatMul", "QLinearAdd", "QLinearMul", "QLinearSigmoid", "QLinearLeakyRelu", "QLinearAveragePool",
            "QLinearGlobalAveragePool", "QLinearConcat", "QLinearSoftmax", "QGemm", "QAttention", "MatMulInteger",
            "ConvInteger", "DynamicQuantizeMatMul", "MatMulIntegerToFloat");
    private static final Set<String> ROUNDING = Set.of("Round", "Floor", "Ceil", "Sign", "ArgMax", "ArgMin");

    private StepFunctions() {}

    /** The reason why a part of a network cannot be differentiated by finite differences; empty if it can. */
    static Optional<String> among(List<NodeProto> nodes, Graph graph, Map<String, TensorFact> facts) {
        for (NodeProto node : nodes) {
            if (node.inputs().stream().noneMatch(graph::varies)) {
                continue;
            }
            if (QUANTISING.contains(node.operator())) {
                return Optional.of("the network computes in quantised steps (" + node.operator() + " '" + node.title()
                        + "'), so differences of its runs are not derivatives");
            }
            if (ROUNDING.contains(node.operator()) || roundsInCast(node, facts)) {
                return Optional.of("the network rounds to whole numbers (" + node.operator() + " '" + node.title()
                        + "'), so differences of its runs are not derivatives");
            }
            TensorFact made = facts.get(node.outputs().get(0));
            if (made != null && (made.type() == ElementType.FLOAT16 || made.type() == ElementType.BFLOAT16)) {
                return Optional.of("the network computes in half precision ('" + node.title()
                        + "'), which is too coarse for derivatives by differences of its runs");
            }
        }
        return Optional.empty();
    }

    private static boolean roundsInCast(NodeProto node, Map<String, TensorFact> facts) {
        TensorFact from = facts.get(node.inputs().get(0));
        TensorFact to = facts.get(node.outputs().get(0));
        return node.is("Cast") && from != null && to != null && from.type().isReal() && !to.type().isReal()
                && to.type() != ElementType.BOOL;
    }
}
