package org.leastaction.ot.cost;

import org.leastaction.ot.kernel.PairKernel;
import org.leastaction.points.DoublePoints;
import org.leastaction.points.Points;

/** A cost c(x, y) = h(x − y) of moving a unit of mass from x to y; symmetric, at least 0, and 0 only for x = y. */
public sealed interface GroundCost permits SquaredEuclidean, NormPower {

    /** ‖x − y‖₂². */
    static GroundCost squaredEuclidean() {
        return SquaredEuclidean.INSTANCE;
    }

    /**
     * ‖x − y‖<sub>q</sub><sup>p</sup>.
     *
     * @param q order of the norm, at least 1; infinity for the maximum norm
     * @param p power, finite and at least 1
     * @throws IllegalArgumentException for values outside these ranges
     */
    static GroundCost norm(double q, double p) {
        return q == 2 && p == 2 ? squaredEuclidean() : new NormPower(q, p);
    }

    /** p: doubling a distance multiplies its cost by 2<sup>p</sup>. */
    double power();

    /** The norm: this cost with power 1. */
    GroundCost norm();

    /** The formula of this cost, e.g. "‖x − y‖₂²". */
    String formula();

    /**
     * c(xᵢ, yⱼ); O(d).
     *
     * @param x points [n, d]
     * @param y points [m, d]
     */
    double between(DoublePoints x, int i, DoublePoints y, int j);

    /** h(vᵢ) = c(0, vᵢ): the cost of a displacement v; O(d). */
    double of(Points displacements, int i);

    /**
     * c(xᵢ, yⱼ) for all pairs, in tiles.
     *
     * @throws IllegalArgumentException if the dimensions differ
     */
    PairKernel pairs(DoublePoints x, DoublePoints y);
}
