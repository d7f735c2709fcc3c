package org.leastaction.ot.pricing;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.ot.cost.SquaredEuclidean;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;

/**
 * For row points xᵢ, finds the column points yⱼ of least reduced cost c(xᵢ, yⱼ) − vⱼ, among <em>all</em> columns and
 * without a matrix. Immutable; may be used by several threads at once.
 */
public sealed interface Pricer permits TreePricer, KernelPricer, FilteredPricer {

    /** Up to this dimension bounding boxes separate points well: measured on Gaussian clouds. */
    int FEW_DIMENSIONS = 6;
    /** From this dimension on nearly all time is spent in the matrix product. */
    int MANY_DIMENSIONS = 32;

    /**
     * The pricer that was fastest in measurements for such points.
     *
     * @param x row points [n, d]
     * @param y column points [m, d]
     * @throws IllegalArgumentException if the dimensions differ
     */
    static Pricer of(GroundCost cost, DoublePoints x, DoublePoints y) {
        if (cost == SquaredEuclidean.INSTANCE && x.dimension() <= FEW_DIMENSIONS) {
            return TreePricer.of(x, y);
        }
        if (cost == SquaredEuclidean.INSTANCE && x.dimension() > MANY_DIMENSIONS) {
            return FilteredPricer.of(x, y);
        }
        return KernelPricer.of(cost, x, y);
    }

    /**
     * The same for points that are priced repeatedly: in many dimensions, n·m floats are stored between pricings, for
     * up to 11,500 points and up to a quarter of the Java heap.
     *
     * @throws IllegalArgumentException if the dimensions differ
     */
    static Pricer repeated(GroundCost cost, DoublePoints x, DoublePoints y) {
        return cost == SquaredEuclidean.INSTANCE && x.dimension() > MANY_DIMENSIONS
                ? FilteredPricer.keeping(x, y) : of(cost, x, y);
    }

    /** Number of column points m. */
    int columns();

    /**
     * The columns of least reduced cost of some rows. Ties are broken in a way that depends on the row.
     *
     * @param rows        indices of rows, each at most once
     * @param v           m column potentials
     * @param bounds      n numbers: columns whose reduced cost is not below the row's bound are left out
     * @param k           maximum number of columns per row, at least 1
     * @param parallelism threads; the result is the same for any number
     */
    PricedRows least(int[] rows, double[] v, double[] bounds, int k, Parallelism parallelism);

    /**
     * The columns of least reduced cost of all rows 0 to {@code rows} − 1, without bounds.
     *
     * @param rows n
     */
    default PricedRows least(int rows, double[] v, int k, Parallelism parallelism) {
        double[] noBounds = new double[rows];
        Arrays.fill(noBounds, Double.POSITIVE_INFINITY);
        return least(IntStream.range(0, rows).toArray(), v, noBounds, k, parallelism);
    }
}
