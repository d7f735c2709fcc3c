package org.leastaction.ot.cost;

import org.leastaction.ot.kernel.PairKernel;
import org.leastaction.points.DoublePoints;

/**
 * A cost c(x, y), finite and at least 0, of moving a unit of mass from x to y. Immutable; may be used by several threads
 * at once.
 */
public sealed interface GroundCost permits DisplacementCost, FunctionCost {

    /** ‖x − y‖₂². */
    static DisplacementCost squaredEuclidean() {
        return SquaredEuclidean.INSTANCE;
    }

    /**
     * ‖x − y‖<sub>q</sub><sup>p</sup>.
     *
     * @param q order of the norm, at least 1; infinity for the maximum norm
     * @param p power, finite and at least 1
     * @throws IllegalArgumentException for values outside these ranges
     */
    static DisplacementCost norm(double q, double p) {
        return q == 2 && p == 2 ? squaredEuclidean() : new NormPower(q, p);
    }

    /**
     * The cost that a function of the coordinates of both points gives. It need not be symmetric. Solvers reject
     * problems in which it is negative or not finite.
     *
     * @param formula  shown in messages, e.g. "1 − cos(x, y)"
     * @param function must be deterministic and safe to call from several threads
     */
    static GroundCost of(String formula, FunctionCost.OfPoints function) {
        return new FunctionCost(formula, function);
    }

    /**
     * p: doubling all distances multiplies this cost by 2<sup>p</sup>; 1 for functions that are not known to have such
     * a p. The p-th root of an optimal cost is called the distance.
     */
    double power();

    /** The formula of this cost, e.g. "‖x − y‖₂²". */
    String formula();

    /**
     * c(xᵢ, yⱼ); O(d) for displacement costs.
     *
     * @param x points [n, d]
     * @param y points [m, d]
     */
    double between(DoublePoints x, int i, DoublePoints y, int j);

    /**
     * c(xᵢ, yⱼ) for all pairs, in tiles.
     *
     * @throws IllegalArgumentException if the dimensions differ
     */
    PairKernel pairs(DoublePoints x, DoublePoints y);

    /** The cost c′(y, x) = c(x, y) of the way back; a symmetric cost returns itself. */
    GroundCost transposed();

    /**
     * The gradient of c(xᵢ, yⱼ) with respect to xᵢ, times a factor, is added to a sum. Where the cost is not
     * differentiable, one of the subgradients is added: 0 for xᵢ = yⱼ, and for the maximum norm that of the first of
     * several equal coordinates.
     *
     * @param sum d numbers from {@code at} on. Modified.
     * @throws UnsupportedOperationException if the gradient of this cost is not known
     */
    void addGradient(DoublePoints x, int i, DoublePoints y, int j, double factor, double[] sum, int at);
}
