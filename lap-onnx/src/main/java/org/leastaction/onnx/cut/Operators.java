package org.leastaction.onnx.cut;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.leastaction.onnx.graph.Graph;
import org.leastaction.onnx.proto.NodeProto;

/** Kinds of operators. */
final class Operators {

    /** Operators that return their input. */
    private static final Set<String> IDENTITIES = Set.of("Identity", "Dropout", "Cast");

    /** Operators with weights. */
    private static final Set<String> WEIGHTS = Set.of("Conv", "ConvTranspose", "Gemm", "MatMul", "MatMulInteger",
            "ConvInteger", "QLinearConv", "QLinearMatMul", "QGemm", "DynamicQuantizeMatMul", "MatMulIntegerToFloat",
            "FusedConv", "FusedGemm", "FusedMatMul", "Einsum", "Attention", "MultiHeadAttention", "LSTM", "GRU", "RNN");

    /** Elementwise nonlinearities. */
    private static final Set<String> ACTIVATIONS = Set.of("Relu", "LeakyRelu", "PRelu", "Clip", "Elu", "Selu", "Celu",
            "Gelu", "FastGelu", "BiasGelu", "QuickGelu", "Sigmoid", "HardSigmoid", "HardSwish", "Swish", "Mish",
            "Softplus", "Softsign", "Tanh", "ThresholdedRelu", "Erf", "QLinearLeakyRelu", "QLinearSigmoid");

    private static final Set<String> NORMALISATIONS = Set.of("BatchNormalization", "InstanceNormalization",
            "LayerNormalization", "SimplifiedLayerNormalization", "RMSNormalization", "GroupNormalization",
            "GroupNorm", "LpNormalization", "MeanVarianceNormalization", "LRN");

    private static final Set<String> ARITHMETIC = Set.of("Add", "Sub", "Mul", "Div", "Pow", "Sqrt", "Reciprocal",
            "Neg", "Abs", "Exp", "Log", "Max", "Min", "ReduceMean", "ReduceSum", "ReduceSumSquare", "ReduceL2",
            "Identity", "Dropout", "Cast", "QuantizeLinear", "DequantizeLinear", "QLinearAdd", "QLinearMul");

    /** Operators that may be on a shortcut, besides weights and normalisations. */
    private static final Set<String> REARRANGEMENTS = Set.of("Identity", "Dropout", "Cast", "AveragePool", "MaxPool",
            "GlobalAveragePool", "Slice", "Pad", "Concat", "Transpose", "Reshape", "Flatten", "Squeeze", "Unsqueeze",
            "Gather", "Resize", "Upsample", "SpaceToDepth", "DepthToSpace", "Expand", "Add", "Sub", "Mul", "Div",
            "QuantizeLinear", "DequantizeLinear", "DynamicQuantizeLinear", "Split", "QLinearAveragePool",
            "QLinearGlobalAveragePool",
            "QLinearConcat", "QLinearAdd", "QLinearMul");

    private static final Set<String> SHORTCUTS = Stream.of(WEIGHTS, NORMALISATIONS, REARRANGEMENTS)
            .flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());

    private static final Set<String> POINTWISE = Stream.of(ACTIVATIONS, NORMALISATIONS, ARITHMETIC)
            .flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());

    private Operators() {}

    /**
     * Whether the residue of a block has an attention: an operator of that name, or a softmax of products of computed
     * tensors. In a softmax that chooses experts, one factor is a weight.
     *
     * @param weights of the graph, see {@link #weights}
     */
    static boolean attends(ResidualBlock block, Graph graph, Set<String> weights) {
        if (block.operators().stream().anyMatch(name -> name.contains("Attention"))) {
            return true;
        }
        Set<String> wanted = new HashSet<>(Set.of(block.output()));
        Set<String> scores = new HashSet<>();
        for (int i = graph.nodes().size() - 1; i >= 0 && block.operators().contains("Softmax"); i--) {
            NodeProto node = graph.nodes().get(i);
            boolean ofScores = node.outputs().stream().anyMatch(scores::contains);
            if (!ofScores && node.outputs().stream().noneMatch(wanted::contains)) {
                continue;
            }
            if (ofScores && isProduct(node, weights)) {
                return true;
            }
            wanted.addAll(node.inputs());
            wanted.remove(block.input());
            if (node.is("Softmax") || (ofScores && !hasWeights(node))) {
                scores.addAll(node.inputs());
                scores.remove(block.input());
            }
        }
        return false;
    }

    /** Whether an operation multiplies two tensors that are computed. */
    private static boolean isProduct(NodeProto node, Set<String> weights) {
        int second = node.is("QLinearMatMul") ? 3 : 1;
        return (node.operator().contains("MatMul") || node.is("Einsum")) && node.inputs().size() > second
                && !weights.contains(node.inputs().get(0)) && !weights.contains(node.inputs().get(second));
    }

    /** The constants, and what is computed from them alone. */
    static Set<String> weights(Graph graph) {
        Set<String> weights = new HashSet<>(graph.constants().keySet());
        weights.add("");
        for (NodeProto node : graph.nodes()) {
            if (weights.containsAll(node.inputs())) {
                weights.addAll(node.outputs());
            }
        }
        return weights;
    }

    static boolean isIdentity(NodeProto node) {
        return IDENTITIES.contains(node.operator());
    }

    static boolean hasWeights(NodeProto node) {
        return WEIGHTS.contains(node.operator());
    }

    static boolean isActivation(NodeProto node) {
        return ACTIVATIONS.contains(node.operator());
    }

    /** Whether an operation may be on a shortcut: it is linear, apart from pooling and normalisation. */
    static boolean mayLieOnShortcut(NodeProto node) {
        return SHORTCUTS.contains(node.operator());
    }

    /** Whether an operation after an addition may belong to its block. */
    static boolean isPointwise(NodeProto node) {
        return POINTWISE.contains(node.operator());
    }

    /** Whether an operation converts real numbers to integers that represent them, or back. */
    static boolean isRequantisation(NodeProto node) {
        return node.is("QuantizeLinear", "DequantizeLinear");
    }

    /** Whether an operation multiplies by constants, given which of its inputs depend on the network's input. */
    static boolean isMultiple(NodeProto node, Predicate<String> varies) {
        return (node.is("Mul") && node.inputs().stream().filter(varies).count() == 1)
                || (node.is("Div") && varies.test(node.inputs().get(0)) && !varies.test(node.inputs().get(1)));
    }

    static List<String> names(List<NodeProto> nodes) {
        return nodes.stream().map(NodeProto::operator).toList();
    }

    /** The number of occurrences of each operator, in the order of the first. */
    static Map<String, Integer> counts(List<NodeProto> nodes) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        nodes.forEach(node -> counts.merge(node.operator(), 1, Integer::sum));
        return counts;
    }
}
