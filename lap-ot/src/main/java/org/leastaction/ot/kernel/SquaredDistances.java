package org.leastaction.ot.kernel;

import org.jspecify.annotations.Nullable;
import org.leastaction.ot.kernel.Pairs.RowLoop;
import org.leastaction.points.DoublePoints;
import org.leastaction.points.Points;

/**
 * Squared Euclidean distances ‖xᵢ − yⱼ‖² of all pairs.
 *
 * <p>In few dimensions they are computed from coordinate differences. In many they are computed as ‖x‖² + ‖y‖² − 2⟨x,
 * y⟩ around the mean of all points, at the speed of a matrix product; a pair whose squared distance is below 1/1000 of
 * ‖x‖² + ‖y‖² is recomputed from its coordinates. The relative error is therefore at most a few times 10⁻¹³ for any
 * pair, regardless of the points' location, and the distance of equal points is exactly 0.
 *
 * <p>2·n·m·d operations; (n + m)·d doubles of memory in many dimensions, n·d if both are the same points; otherwise
 * none.
 */
public final class SquaredDistances implements PairKernel {

    /** Up to this dimension coordinate differences are as fast as products and need no check for cancellation. */
    private static final int FEW_DIMENSIONS = 32;
    /** Below this share of ‖x‖² + ‖y‖² the product form loses more than three of its sixteen digits. */
    private static final double CANCELLATION = 1e-3;
    /** With more near pairs than this share of a tile, computing the whole tile by differences is faster. */
    private static final double MANY_NEAR_PAIRS = 1.0 / 16;

    private final DoublePoints x;
    private final DoublePoints y;
    private final @Nullable Centred centred;

    private SquaredDistances(DoublePoints x, DoublePoints y, @Nullable Centred centred) {
        this.x = x;
        this.y = y;
        this.centred = centred;
    }

    /**
     * The squared distances from the points x, [n, d], to the points y, [m, d]; both are shared, not copied.
     *
     * @throws IllegalArgumentException if the dimensions differ
     */
    public static SquaredDistances of(Points x, Points y) {
        PairKernel.requireSameDimension(x, y);
        DoublePoints xs = x.toDouble();
        DoublePoints ys = x == y ? xs : y.toDouble();
        return new SquaredDistances(xs, ys, xs.dimension() > FEW_DIMENSIONS ? Centred.of(xs, ys) : null);
    }

    /**
     * The same from coordinate differences in any dimension: slower in many dimensions, but correct to the last digits.
     *
     * @throws IllegalArgumentException if the dimensions differ
     */
    public static SquaredDistances byDifferences(DoublePoints x, DoublePoints y) {
        PairKernel.requireSameDimension(x, y);
        return new SquaredDistances(x, y, null);
    }

    @Override
    public int rows() {
        return x.size();
    }

    @Override
    public int columns() {
        return y.size();
    }

    /** ‖xᵢ − yⱼ‖² from the differences of coordinates; O(d). */
    public double between(int row, int column) {
        return Differences.squared(x, row, y, column);
    }

    @Override
    public void fill(int fromRow, int toRow, int fromColumn, int toColumn, double[] values) {
        if (centred == null || !fillByProducts(centred, fromRow, toRow, fromColumn, toColumn, values)) {
            Pairs.accumulate(
                    x, y, fromRow, toRow, fromColumn, toColumn, values, RowLoop.SQUARED_DIFFERENCES);
        }
    }

    /** Returns false, leaving invalid values, if too many pairs of the tile are near. */
    private boolean fillByProducts(
            Centred centred, int fromRow, int toRow, int fromColumn, int toColumn, double[] values) {
        int columns = toColumn - fromColumn;
        int nearLeft = (int) ((toRow - fromRow) * columns * MANY_NEAR_PAIRS) + 1;
        Pairs.accumulate(centred.x, centred.y, fromRow, toRow, fromColumn, toColumn, values,
                RowLoop.PRODUCTS);
        for (int i = fromRow; i < toRow; i++) {
            double normX = centred.squaredNormX[i];
            int start = (i - fromRow) * columns - fromColumn;
            for (int j = fromColumn; j < toColumn; j++) {
                double norms = normX + centred.squaredNormY[j];
                double squared = norms - 2 * values[start + j];
                if (squared > CANCELLATION * norms) {
                    values[start + j] = squared;
                } else if (--nearLeft >= 0) {
                    values[start + j] = between(i, j);
                } else {
                    return false;
                }
            }
        }
        return true;
    }

    /** Two point sets translated so that the mean of all points is 0, with their squared norms. */
    private static final class Centred {

        final DoublePoints x;
        final DoublePoints y;
        final double[] squaredNormX;
        final double[] squaredNormY;

        private Centred(DoublePoints x, DoublePoints y) {
            this.x = x;
            this.y = y;
            this.squaredNormX = squaredNorms(x);
            this.squaredNormY = squaredNorms(y);
        }

        static Centred of(DoublePoints x, DoublePoints y) {
            double[] mean = new double[x.dimension()];
            double weight = 1.0 / (x.size() + y.size());
            addWeighted(x, weight, mean);
            addWeighted(y, weight, mean);
            DoublePoints shifted = shifted(x, mean);
            return new Centred(shifted, x == y ? shifted : shifted(y, mean));
        }

        private static void addWeighted(DoublePoints points, double weight, double[] mean) {
            int d = points.dimension();
            for (int i = 0; i < points.size(); i++) {
                int start = points.offset() + i * d;
                for (int k = 0; k < d; k++) {
                    mean[k] += weight * points.array()[start + k];
                }
            }
        }

        private static DoublePoints shifted(DoublePoints points, double[] mean) {
            int d = points.dimension();
            double[] moved = points.toArray();
            for (int i = 0; i < moved.length; i += d) {
                for (int k = 0; k < d; k++) {
                    moved[i + k] -= mean[k];
                }
            }
            return DoublePoints.wrap(moved, points.size(), d);
        }

        private static double[] squaredNorms(DoublePoints points) {
            DoublePoints origin = DoublePoints.wrap(new double[points.dimension()], 1, points.dimension());
            double[] norms = new double[points.size()];
            for (int i = 0; i < norms.length; i++) {
                norms[i] = Differences.squared(points, i, origin, 0);
            }
            return norms;
        }
    }
}
