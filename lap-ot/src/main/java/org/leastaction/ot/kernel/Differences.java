package org.leastaction.ot.kernel;

import org.leastaction.ot.loops.Loops;
import org.leastaction.points.DoublePoints;

/** Squared distances of single pairs from coordinate differences. */
public final class Differences {

    private Differences() {}

    /** ‖xᵢ − yⱼ‖²; O(d). */
    public static double squared(DoublePoints x, int i, DoublePoints y, int j) {
        int d = x.dimension();
        return Loops.fastest().squaredDistance(
                x.array(), x.offset() + i * d, y.array(), y.offset() + j * d, d);
    }
}
