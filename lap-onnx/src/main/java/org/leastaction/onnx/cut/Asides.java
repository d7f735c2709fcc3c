package org.leastaction.onnx.cut;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.leastaction.flow.NamedInputs.NamedInput;
import org.leastaction.onnx.graph.Graph;
import org.leastaction.onnx.graph.TensorFact;
import org.leastaction.onnx.proto.NodeProto;

/**
 * The tensors that may be no part of a network's flow, although they depend on its inputs: a mask or a text that every
 * block reads, and comparisons of tokens, such as the place of the last one that is not padding.
 */
public final class Asides {

    private static final Set<String> COMPARING =
            Set.of("Equal", "Greater", "GreaterOrEqual", "Less", "LessOrEqual", "Not", "And", "Or", "Sign", "ArgMax");

    private Asides() {}

    /**
     * The possible choices, the likeliest first: nothing, or the masks; with comparisons of whole numbers, if there are
     * any; all inputs but one.
     *
     * @param packed the inputs of a network that has several
     * @param facts  of its tensors
     */
    public static List<Set<String>> of(Optional<PackedInputs> packed, Graph graph, Map<String, TensorFact> facts) {
        Set<String> comparisons = comparisons(graph, facts);
        List<NamedInput> inputs = packed.map(rows -> rows.named().own()).orElse(List.of());
        Set<String> all = inputs.stream().map(NamedInput::name).collect(Collectors.toSet());
        Set<String> masks = inputs.stream().filter(NamedInput::isMask).map(NamedInput::name)
                .collect(Collectors.toSet());
        List<Set<String>> asides = new ArrayList<>();
        if (inputs.isEmpty() || masks.size() < all.size()) {
            asides.add(masks);
            asides.add(union(masks, comparisons));
        }
        for (NamedInput input : inputs) {
            Set<String> others = new HashSet<>(all);
            others.remove(input.name());
            asides.add(others);
            asides.add(union(others, comparisons));
        }
        return asides.stream().distinct().toList();
    }

    /** The results of comparisons of whole numbers. */
    private static Set<String> comparisons(Graph graph, Map<String, TensorFact> facts) {
        Set<String> results = new HashSet<>();
        for (NodeProto node : graph.nodes()) {
            TensorFact compared = facts.get(node.inputs().isEmpty() ? "" : node.inputs().get(0));
            if (COMPARING.contains(node.operator()) && compared != null && !compared.type().isReal()
                    && graph.varies(node.outputs().get(0))) {
                results.addAll(node.outputs());
            }
        }
        return results;
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        Set<String> both = new HashSet<>(one);
        both.addAll(other);
        return both;
    }
}
