package org.leastaction.onnx.graph;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.leastaction.onnx.proto.NodeProto;

/**
 * What some tensors are computed from.
 *
 * @param nodes   the operations, in the order of the list from which they are taken
 * @param tensors the tensors themselves and the inputs of the operations, without those that are given
 */
public record Ancestors(List<NodeProto> nodes, Set<String> tensors) {

    public Ancestors {
        nodes = List.copyOf(nodes);
        tensors = Set.copyOf(tensors);
    }

    /**
     * Finds them. O(operations).
     *
     * @param sorted  operations in topological order
     * @param targets the tensors
     * @param given   tensors that are known, so that their own ancestors are not needed
     */
    public static Ancestors of(List<NodeProto> sorted, Collection<String> targets, String... given) {
        List<String> known = List.of(given);
        Set<String> wanted = new HashSet<>(targets);
        known.forEach(wanted::remove);
        List<NodeProto> needed = new ArrayList<>();
        for (int i = sorted.size() - 1; i >= 0; i--) {
            NodeProto node = sorted.get(i);
            if (node.outputs().stream().anyMatch(wanted::contains)) {
                needed.add(node);
                wanted.addAll(node.inputs());
                known.forEach(wanted::remove);
            }
        }
        Collections.reverse(needed);
        return new Ancestors(needed, wanted);
    }
}
