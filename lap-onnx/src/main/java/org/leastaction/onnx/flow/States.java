package org.leastaction.onnx.flow;

import org.leastaction.onnx.cut.Block;
import org.leastaction.points.FloatPoints;

/** What a run gave. */
interface States {

    /** The points of a tensor, [n, d]: a state, or a shortcut that is no identity. */
    FloatPoints of(String tensor);

    /** What a block added, [n, d]; until the next residue is asked for. */
    FloatPoints residue(Block block);
}
