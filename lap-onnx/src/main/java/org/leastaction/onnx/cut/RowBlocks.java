package org.leastaction.onnx.cut;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.leastaction.onnx.graph.Graph;
import org.leastaction.onnx.graph.Lookup;
import org.leastaction.onnx.graph.SingleEntryRegion;
import org.leastaction.onnx.graph.TensorFact;
import org.leastaction.onnx.proto.NodeProto;

/**
 * Blocks that compute with rows: {@code reshape(r + f(r))} with {@code r = reshape(x)}, as where the tokens of all samples
 * are the rows of a matrix for the feed-forward network. The reshapes belong to the block, so that it adds to the state x.
 */
record RowBlocks(Graph graph, Map<String, TensorFact> facts) {

    private static final int PARTS = 3;

    /** The same regions, each such block as one. */
    List<SingleEntryRegion> joined(List<SingleEntryRegion> regions) {
        List<SingleEntryRegion> all = new ArrayList<>();
        for (int i = 0; i < regions.size(); i++) {
            if (i + PARTS <= regions.size() && isBlock(regions.subList(i, i + PARTS))) {
                all.add(joint(regions.subList(i, i + PARTS)));
                i += PARTS - 1;
            } else {
                all.add(regions.get(i));
            }
        }
        return all;
    }

    private boolean isBlock(List<SingleEntryRegion> parts) {
        SingleEntryRegion to = parts.get(0);
        SingleEntryRegion back = parts.get(PARTS - 1);
        return parts.stream().allMatch(part -> part.skips().isEmpty()) && isReshape(to) && isReshape(back)
                && shape(to.start()).equals(shape(back.end())) && last(shape(to.start())) == last(shape(to.end()))
                && new ResidualDetector(graph, facts, List.of(joint(parts))).residual().size() == 1;
    }

    private static SingleEntryRegion joint(List<SingleEntryRegion> parts) {
        List<NodeProto> nodes = parts.stream().flatMap(part -> part.nodes().stream()).toList();
        return new SingleEntryRegion(parts.get(0).start(), parts.get(PARTS - 1).end(), nodes);
    }

    private static boolean isReshape(SingleEntryRegion region) {
        return region.nodes().size() == 1 && region.last().is("Reshape");
    }

    private List<Long> shape(String tensor) {
        return Lookup.of(facts, tensor).shape();
    }

    private static long last(List<Long> shape) {
        return shape.isEmpty() ? 0 : shape.get(shape.size() - 1);
    }
}
