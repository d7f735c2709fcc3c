package org.leastaction.onnx.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.leastaction.onnx.proto.NodeProto;
import org.leastaction.onnx.proto.TensorProto;

/**
 * Frees the batch of a network that was exported for one size of batch.
 *
 * <p>The batch is nearly always fixed by the first number of a constant shape of a {@code Reshape}: it is replaced by
 * 0, which keeps the extent. Whether the result has a free batch has to be tested.
 */
public final class FreeBatch {

    private FreeBatch() {}

    /**
     * The network, which may then take batches of any size.
     *
     * @param facts of its tensors, at the batch for which it was exported
     */
    public static Graph of(Graph graph, Map<String, TensorFact> facts, int batch) {
        Map<String, TensorProto> constants = new HashMap<>(graph.constants());
        List<NodeProto> nodes = new ArrayList<>();
        for (NodeProto node : graph.nodes()) {
            if (tiesTheBatch(graph, node, facts, batch)) {
                long[] loosened = graph.constantLongs(node.inputs().get(1)).orElseThrow();
                loosened[0] = 0;
                String name = node.outputs().get(0) + "#shape";
                constants.put(name, TensorProto.ofLongs(name, loosened));
                nodes.add(node.withInput(1, name));
            } else {
                nodes.add(node);
            }
        }
        return graph.with(nodes, constants);
    }

    private static boolean tiesTheBatch(Graph graph, NodeProto node, Map<String, TensorFact> facts, int batch) {
        if (!node.is("Reshape") || node.inputs().size() != 2 || node.number("allowzero", 0) != 0
                || !graph.varies(node.inputs().get(0))) {
            return false;
        }
        long[] shape = graph.constantLongs(node.inputs().get(1)).orElse(new long[0]);
        if (shape.length == 0 || shape[0] != batch) {
            return false;
        }
        List<Long> from = Lookup.of(facts, node.inputs().get(0)).shape();
        List<Long> to = Lookup.of(facts, node.outputs().get(0)).shape();
        return !from.isEmpty() && from.get(0) == batch && to.get(0) == batch;
    }
}
