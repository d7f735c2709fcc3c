package org.leastaction.onnx.cut;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.leastaction.flow.DiscreteInputs;
import org.leastaction.flow.DiscreteInputs.Meaning;
import org.leastaction.flow.NamedInputs;
import org.leastaction.onnx.graph.Graph;
import org.leastaction.onnx.proto.ElementType;
import org.leastaction.onnx.proto.NodeProto;
import org.leastaction.onnx.proto.TensorProto;

/** The numbers that a network takes, from its input's type and from the tables in which it looks them up. */
final class InputNumbers {

    private static final long GREATEST = NamedInputs.GREATEST_EXACT;

    private static final Map<ElementType, Long> GREATEST_OF_TYPE = Map.of(ElementType.BOOL, 1L,
            ElementType.INT8, 127L, ElementType.UINT8, 255L, ElementType.INT16, 32_767L, ElementType.UINT16,
            65_535L);
    private static final Map<ElementType, Long> LEAST_OF_TYPE = Map.of(ElementType.INT8, -128L,
            ElementType.INT16, -32_768L, ElementType.INT32, -GREATEST, ElementType.INT64, -GREATEST);

    /** Operators that do not change numbers. */
    private static final Set<String> PASSING =
            Set.of("Identity", "Cast", "Reshape", "Flatten", "Squeeze", "Unsqueeze",
                    "Slice", "Transpose", "Split", "Expand", "Concat");

    private InputNumbers() {}

    /**
     * Bytes are brightness levels, other whole numbers are categories, such as tokens; empty for real numbers.
     *
     * @param input a tensor of a network's input
     * @param type  of its numbers
     */
    static Optional<DiscreteInputs> of(Graph graph, String input, ElementType type) {
        OptionalLong names = names(graph, input);
        if (type.isReal() && names.isEmpty()) {
            return Optional.empty();
        }
        if (type == ElementType.UINT8 && names.isEmpty()) {
            return Optional.of(new DiscreteInputs(Meaning.LEVELS, 0, 255));
        }
        long greatest = GREATEST_OF_TYPE.getOrDefault(type, GREATEST);
        return Optional.of(names.isPresent()
                ? new DiscreteInputs(Meaning.CATEGORIES, 0, Math.min(greatest, names.getAsLong() - 1))
                : new DiscreteInputs(Meaning.CATEGORIES, LEAST_OF_TYPE.getOrDefault(type, 0L), greatest));
    }

    /** The number of categories: rows of the shortest table in which the inputs are looked up. */
    private static OptionalLong names(Graph graph, String input) {
        Set<String> passed = new HashSet<>(Set.of(input));
        OptionalLong least = OptionalLong.empty();
        for (NodeProto node : graph.nodes()) {
            List<String> inputs = node.inputs();
            boolean looksUp = node.is("Gather", "EmbedLayerNormalization") && inputs.size() > 1
                    && passed.contains(inputs.get(node.is("Gather") ? 1 : 0));
            TensorProto table = looksUp ? table(graph, node) : null;
            if (table != null && table.dims().size() > 1) {
                long rows = table.dims().get(0);
                least = OptionalLong.of(Math.min(least.orElse(Long.MAX_VALUE), rows));
            } else if (PASSING.contains(node.operator()) && inputs.stream().anyMatch(passed::contains)) {
                passed.addAll(node.outputs());
            }
        }
        return least;
    }

    private static @Nullable TensorProto table(Graph graph, NodeProto node) {
        if (!node.is("Gather")) {
            return graph.constants().get(node.inputs().get(2));
        }
        return node.number("axis", 0) == 0 ? table(graph, node.inputs().get(0)) : null;
    }

    /** A constant, possibly read through a conversion, as of a quantised table. */
    private static @Nullable TensorProto table(Graph graph, String tensor) {
        Optional<NodeProto> producer = graph.producer(tensor)
                .filter(node -> node.is("Identity", "Cast", "DequantizeLinear"));
        return graph.constants().get(producer.map(node -> node.inputs().get(0)).orElse(tensor));
    }
}
