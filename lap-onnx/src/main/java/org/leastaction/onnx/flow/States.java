package org.leastaction.onnx.flow;

import org.leastaction.onnx.cut.ResidualBlock;
import org.leastaction.points.FloatPoints;

/** The states of a run. */
interface States {

    /** Number of points n. */
    int size();

    /** The points of a tensor, [n, d]: a state, or a shortcut that is not the identity. */
    FloatPoints of(String tensor);

    /** The residue of a block, [n, d]; valid until the next residue is requested. */
    FloatPoints residue(ResidualBlock block);

    /** @param target an array of at least n·d numbers. Modified. */
    static void subtract(FloatPoints minuend, FloatPoints subtrahend, float[] target) {
        float[] a = minuend.array();
        float[] b = subtrahend.array();
        int fromA = minuend.offset();
        int fromB = subtrahend.offset();
        int length = minuend.size() * minuend.dimension();
        for (int i = 0; i < length; i++) {
            target[i] = a[fromA + i] - b[fromB + i];
        }
    }
}
