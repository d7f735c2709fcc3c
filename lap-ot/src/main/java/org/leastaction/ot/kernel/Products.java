package org.leastaction.ot.kernel;

import org.leastaction.ot.kernel.Pairs.RowLoop;
import org.leastaction.points.DoublePoints;
import org.leastaction.points.Points;

/** Scalar products ⟨xᵢ, yⱼ⟩ of all pairs: the matrix product X·Yᵀ. 2·n·m·d operations. */
public final class Products implements PairKernel {

    private final DoublePoints x;
    private final DoublePoints y;

    private Products(DoublePoints x, DoublePoints y) {
        this.x = x;
        this.y = y;
    }

    /**
     * The products of the rows of x, [n, d], with the rows of y, [m, d].
     *
     * @throws IllegalArgumentException if the dimensions differ
     */
    public static Products of(Points x, Points y) {
        PairKernel.requireSameDimension(x, y);
        return new Products(x.toDouble(), y.toDouble());
    }

    @Override
    public int rows() {
        return x.size();
    }

    @Override
    public int columns() {
        return y.size();
    }

    @Override
    public void fill(int fromRow, int toRow, int fromColumn, int toColumn, double[] values) {
        Pairs.accumulate(x, y, fromRow, toRow, fromColumn, toColumn, values, RowLoop.PRODUCTS);
    }
}
