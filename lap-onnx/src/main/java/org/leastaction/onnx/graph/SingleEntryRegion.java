package org.leastaction.onnx.graph;

import java.util.List;
import org.leastaction.onnx.proto.NodeProto;

/**
 * What lies between two neighbours of the spine.
 *
 * @param start tensor that enters, alone but for the skips
 * @param end   tensor that alone leaves
 * @param nodes operations on varying values between them, in order; at least one, the last one makes {@code end}
 * @param skips earlier tensors that enter as well, past the beads before this one; empty on the spine of a network, one
 *              where a long skip connection ends whose branch was divided into beads
 */
public record SingleEntryRegion(String start, String end, List<NodeProto> nodes, List<String> skips) {

    public SingleEntryRegion {
        nodes = List.copyOf(nodes);
        skips = List.copyOf(skips);
    }

    /** A bead that one tensor alone enters. */
    public SingleEntryRegion(String start, String end, List<NodeProto> nodes) {
        this(start, end, nodes, List.of());
    }

    public NodeProto last() {
        return nodes.get(nodes.size() - 1);
    }
}
