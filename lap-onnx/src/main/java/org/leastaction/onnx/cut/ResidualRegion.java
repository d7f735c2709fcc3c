package org.leastaction.onnx.cut;

import java.util.List;
import org.leastaction.onnx.graph.SingleEntryRegion;
import org.leastaction.onnx.proto.NodeProto;

/**
 * A bead that adds to its own start, to a multiple of it, or to a linear image of it.
 *
 * @param position  its place among the beads
 * @param shortcut  tensor that the residue is added to; the bead's start for the identity and its multiples
 * @param residue   operations that make the residue
 */
record ResidualRegion(int position, SingleEntryRegion region, String shortcut, List<NodeProto> residue) {

    boolean isIdentity() {
        return shortcut.equals(region.start());
    }

    String name() {
        return region.last().title();
    }
}
