package org.leastaction.ot;

import java.util.Objects;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;
import org.leastaction.points.Points;

/**
 * A map from the space of the sources to that of the targets, estimated from a solved problem. Immutable; may be used by
 * several threads at once.
 */
@FunctionalInterface
public interface TransportMap {

    /**
     * The images of points, which need not be sources of the problem.
     *
     * @param z [k, d], with finite coordinates
     * @throws IllegalArgumentException if the dimension is not that of the problem's points, or a coordinate or a cost is
     *                                  not finite
     */
    Images of(Points z, Parallelism parallelism);

    /** The same on all processors. */
    default Images of(Points z) {
        return of(z, Parallelism.available());
    }

    /**
     * Images of points with an estimate of their errors.
     *
     * @param points [k, d]
     * @param errors k lengths: an estimate, no bound, of the Euclidean distance between each image and the point to
     *               which an optimal map between the distributions behind the samples would send it; the array belongs to the caller
     */
    record Images(DoublePoints points, double[] errors) {

        public Images {
            Objects.requireNonNull(points, "points");
            if (errors.length != points.size()) {
                throw new IllegalArgumentException(errors.length + " errors for " + points.size() + " images");
            }
        }
    }
}
