package org.leastaction.metrics.jacobian;

import org.leastaction.points.DoublePoints;

/** Points below points. */
final class Stack {

    private Stack() {}

    static DoublePoints of(DoublePoints above, DoublePoints below) {
        double[] all = new double[(above.size() + below.size()) * above.dimension()];
        System.arraycopy(above.toArray(), 0, all, 0, above.size() * above.dimension());
        System.arraycopy(below.toArray(), 0, all, above.size() * above.dimension(), below.size() * below.dimension());
        return DoublePoints.wrap(all, above.size() + below.size(), above.dimension());
    }
}
