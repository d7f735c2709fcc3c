package org.leastaction.onnx.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.leastaction.onnx.proto.MalformedModelException;
import org.leastaction.onnx.proto.NodeProto;

/** Topological order of operations. */
final class TopologicalOrder {

    private TopologicalOrder() {}

    /**
     * Sorts operations topologically; of several possible orders, the one nearest to the given one. O(n log n) for n
     * operations and their tensors; A. B. Kahn, CACM 5 (1962).
     */
    static List<NodeProto> sort(List<NodeProto> operations, Set<String> inputs, Set<String> constants)
            throws MalformedModelException {
        Map<String, Integer> producers = producers(operations, inputs, constants);
        int[] missing = new int[operations.size()];
        Map<Integer, List<Integer>> followers = new HashMap<>();
        for (int i = 0; i < missing.length; i++) {
            for (String tensor : new HashSet<>(operations.get(i).inputs())) {
                Integer producer = producers.get(tensor);
                if (producer != null) {
                    missing[i]++;
                    followers.computeIfAbsent(producer, key -> new ArrayList<>()).add(i);
                } else if (!tensor.isEmpty() && !inputs.contains(tensor) && !constants.contains(tensor)) {
                    throw new MalformedModelException("the operation '" + operations.get(i).title()
                            + "' reads the tensor '" + tensor + "', which no operation produces");
                }
            }
        }
        PriorityQueue<Integer> ready = new PriorityQueue<>();
        for (int i = 0; i < missing.length; i++) {
            if (missing[i] == 0) {
                ready.add(i);
            }
        }
        List<NodeProto> sorted = new ArrayList<>();
        while (!ready.isEmpty()) {
            int next = ready.poll();
            sorted.add(operations.get(next));
            for (int follower : followers.getOrDefault(next, List.of())) {
                if (--missing[follower] == 0) {
                    ready.add(follower);
                }
            }
        }
        if (sorted.size() < operations.size()) {
            throw new MalformedModelException("contains a cycle of operations");
        }
        return sorted;
    }

    /** The operations that some tensors need, in the same order. */
    static List<NodeProto> needed(List<NodeProto> sorted, Set<String> targets) {
        Set<String> wanted = new HashSet<>(targets);
        List<NodeProto> needed = new ArrayList<>();
        for (int i = sorted.size() - 1; i >= 0; i--) {
            NodeProto node = sorted.get(i);
            if (node.outputs().stream().anyMatch(wanted::contains)) {
                wanted.addAll(node.inputs());
                needed.add(node);
            }
        }
        Collections.reverse(needed);
        return needed;
    }

    private static Map<String, Integer> producers(
            List<NodeProto> operations, Set<String> inputs, Set<String> constants)
            throws MalformedModelException {
        Map<String, Integer> producers = new HashMap<>();
        for (int i = 0; i < operations.size(); i++) {
            for (String tensor : operations.get(i).outputs()) {
                if (tensor.isEmpty()) {
                    continue;
                }
                if (inputs.contains(tensor) || constants.contains(tensor) || producers.put(tensor, i) != null) {
                    throw new MalformedModelException("the tensor '" + tensor + "' is produced twice");
                }
            }
        }
        return producers;
    }
}
