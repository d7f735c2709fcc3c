package org.leastaction.ot.cost;

import org.leastaction.points.Points;

/** A cost c(x, y) = h(x − y) with h a power of a norm: symmetric, convex, and 0 only for x = y. */
public sealed interface DisplacementCost extends GroundCost permits SquaredEuclidean, NormPower {

    /** The norm: this cost with power 1. */
    DisplacementCost norm();

    /** h(vᵢ) = c(0, vᵢ): the cost of a displacement v; O(d). */
    double of(Points displacements, int i);

    @Override
    default GroundCost transposed() {
        return this;
    }
}
