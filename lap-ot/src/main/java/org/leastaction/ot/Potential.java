package org.leastaction.ot;

import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;
import org.leastaction.points.Points;

/**
 * A dual potential as a function on all of space, in units of the cost. Immutable; may be used by several threads at
 * once.
 */
@FunctionalInterface
public interface Potential {

    /**
     * The values at points.
     *
     * @param z [k, d], with finite coordinates
     * @return k numbers, which belong to the caller
     * @throws IllegalArgumentException if the dimension is not that of the problem's points, or a coordinate or a cost is
     *                                  not finite
     */
    double[] at(Points z, Parallelism parallelism);

    /** The same on all processors. */
    default double[] at(Points z) {
        return at(z, Parallelism.available());
    }

    /** The value at one point, given by its d coordinates. */
    default double at(double... coordinates) {
        return at(DoublePoints.wrap(coordinates.clone(), 1, coordinates.length), Parallelism.sequential())[0];
    }
}
