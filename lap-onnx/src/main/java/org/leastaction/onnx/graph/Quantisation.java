package org.leastaction.onnx.graph;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.leastaction.onnx.proto.ElementType;
import org.leastaction.onnx.proto.NodeProto;
import org.leastaction.onnx.proto.TensorProto;

/**
 * How integers represent real numbers: real = scale · (integer − zero point), one scale for all of a tensor.
 *
 * @param scale     name of the constant that holds the scale
 * @param zeroPoint name of the constant that holds the zero point, of the integers' own type
 */
record Quantisation(String scale, String zeroPoint) {

    /** Index of the scale among the inputs of operators that quantise their result; the zero point follows. */
    private static final Map<String, Integer> SCALES = Map.ofEntries(
            Map.entry("QuantizeLinear", 1),
            Map.entry("QLinearConv", 6),
            Map.entry("QLinearMatMul", 6),
            Map.entry("QLinearAdd", 6),
            Map.entry("QLinearMul", 6),
            Map.entry("QLinearWhere", 7),
            Map.entry("QGemm", 7),
            Map.entry("QLinearGlobalAveragePool", 3),
            Map.entry("QLinearAveragePool", 3),
            Map.entry("QLinearReduceMean", 3),
            Map.entry("QLinearLeakyRelu", 3),
            Map.entry("QLinearSigmoid", 3),
            Map.entry("QLinearSoftmax", 3),
            Map.entry("QLinearConcat", 0));

    /** Operators that return integers of their first input. */
    private static final Set<String> REARRANGING = Set.of("Identity", "MaxPool", "Reshape", "Flatten", "Squeeze",
            "Unsqueeze", "Transpose", "Slice", "Gather", "Split", "Relu", "Clip", "Resize", "Expand", "SpaceToDepth",
            "DepthToSpace");

    static Optional<Quantisation> of(Graph graph, String tensor) {
        Optional<NodeProto> producer = graph.producer(tensor);
        while (producer.isPresent() && REARRANGING.contains(producer.get().operator())) {
            producer = graph.producer(producer.get().inputs().get(0));
        }
        return producer.flatMap(node -> Optional.ofNullable(SCALES.get(node.operator()))
                .flatMap(place -> of(graph, node.inputs(), place)));
    }

    private static Optional<Quantisation> of(Graph graph, List<String> inputs, int place) {
        if (inputs.size() <= place + 1) {
            return Optional.empty();
        }
        TensorProto scale = graph.constants().get(inputs.get(place));
        TensorProto zeroPoint = graph.constants().get(inputs.get(place + 1));
        if (scale == null || zeroPoint == null) {
            return Optional.empty();
        }
        boolean single = scale.type() == ElementType.FLOAT && isSingle(scale) && isSingle(zeroPoint);
        return single ? Optional.of(new Quantisation(scale.name(), zeroPoint.name())) : Optional.empty();
    }

    private static boolean isSingle(TensorProto tensor) {
        return tensor.dims().stream().allMatch(extent -> extent == 1);
    }

    /** The operation that converts integers to real numbers. */
    NodeProto toReal(String integers, String real) {
        return NodeProto.of("DequantizeLinear", List.of(integers, scale, zeroPoint), real);
    }

    /** The operation that converts real numbers to integers, rounded to the nearest and clipped. */
    NodeProto toIntegers(String real, String integers) {
        return NodeProto.of("QuantizeLinear", List.of(real, scale, zeroPoint), integers);
    }
}
