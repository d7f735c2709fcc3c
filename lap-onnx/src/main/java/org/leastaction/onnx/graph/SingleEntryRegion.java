package org.leastaction.onnx.graph;

import java.util.List;
import org.leastaction.onnx.proto.NodeProto;

/**
 * The operations between two consecutive boundary tensors.
 *
 * @param start the only tensor that enters, apart from the skips
 * @param end   the only tensor that leaves
 * @param nodes operations on varying values between them, in order; at least one, the last one makes {@code end}
 * @param skips earlier tensors that also enter, bypassing the regions before this one; empty unless a long skip
 *              connection ends here whose branch was divided into regions
 */
public record SingleEntryRegion(String start, String end, List<NodeProto> nodes, List<String> skips) {

    public SingleEntryRegion {
        nodes = List.copyOf(nodes);
        skips = List.copyOf(skips);
    }

    /** A region that a single tensor enters. */
    public SingleEntryRegion(String start, String end, List<NodeProto> nodes) {
        this(start, end, nodes, List.of());
    }

    public NodeProto last() {
        return nodes.get(nodes.size() - 1);
    }
}
