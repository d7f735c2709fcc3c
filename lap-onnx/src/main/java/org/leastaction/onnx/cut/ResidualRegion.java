package org.leastaction.onnx.cut;

import java.util.List;
import org.leastaction.onnx.graph.SingleEntryRegion;
import org.leastaction.onnx.proto.NodeProto;

/**
 * A region that adds to its start, to a multiple of it, or to a linear image of it.
 *
 * @param position  its index among the regions
 * @param shortcut  tensor to which the residue is added; the region's start for the identity and its multiples
 * @param residue   operations of the residue
 */
record ResidualRegion(int position, SingleEntryRegion region, String shortcut, List<NodeProto> residue) {

    boolean isIdentity() {
        return shortcut.equals(region.start());
    }

    String name() {
        return region.last().title();
    }
}
