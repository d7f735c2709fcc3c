package org.leastaction.onnx.graph;

import java.util.List;
import org.leastaction.onnx.proto.NodeProto;

/**
 * What lies between two neighbours of the spine.
 *
 * @param start tensor that alone enters
 * @param end   tensor that alone leaves
 * @param nodes operations on varying values between them, in order; at least one, the last one makes {@code end}
 */
public record Bead(String start, String end, List<NodeProto> nodes) {

    public Bead {
        nodes = List.copyOf(nodes);
    }

    public NodeProto last() {
        return nodes.get(nodes.size() - 1);
    }
}
