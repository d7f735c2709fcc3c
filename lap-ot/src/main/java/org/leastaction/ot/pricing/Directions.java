package org.leastaction.ot.pricing;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.leastaction.ot.kernel.InnerProducts;
import org.leastaction.ot.kernel.Products;
import org.leastaction.points.DoublePoints;

/**
 * Orthonormal directions: either coordinate axes or arbitrary directions.
 *
 * <p>{@link #principal} directions are those of greatest variance, approximated by one step of subspace iteration on
 * the covariance of a sample, started from points of the sample. Approximate directions suffice: they affect how
 * selective a projection is, not the validity of its bounds.
 */
final class Directions {

    /** Sample points of each set per direction. */
    private static final int SAMPLE = 2;
    /**
     * A unit row whose remainder is below this depends on the others up to rounding, and its direction would not be
     * orthogonal to them.
     */
    private static final double DEPENDENT = 1e-6;

    /** The axes; null if the directions are not axes. */
    private final int @Nullable [] axes;
    /** [count, d], the rows orthonormal up to rounding, or 0; no rows if the directions are axes. */
    private final DoublePoints rows;

    private Directions(int @Nullable [] axes, DoublePoints rows) {
        this.axes = axes;
        this.rows = rows;
    }

    int count() {
        return axes != null ? axes.length : rows.size();
    }

    /**
     * Coordinates of points along these directions, around the centre.
     *
     * @param points [n, d]
     * @param along  [count, n], row-major from index 0. Modified.
     */
    void along(DoublePoints points, Centre centre, double[] along) {
        int n = points.size();
        int d = points.dimension();
        if (axes == null) {
            double[] moved = new double[n * d];
            centre.move(points, moved);
            Products.of(rows, DoublePoints.wrap(moved, n, d)).fill(0, rows.size(), 0, n, along);
            return;
        }
        for (int i = 0; i < n; i++) {
            int start = points.offset() + i * d;
            for (int k = 0; k < axes.length; k++) {
                along[k * n + i] = points.array()[start + axes[k]] - centre.mean[axes[k]];
            }
        }
    }

    /** The axes of greatest variance in a sample. */
    static Directions widestAxes(DoublePoints x, DoublePoints y, Centre centre, int count) {
        DoublePoints sample = sample(x, y, centre, count);
        int d = x.dimension();
        double[] spread = new double[d];
        for (int i = 0; i < sample.size() * d; i++) {
            spread[i % d] += sample.array()[i] * sample.array()[i];
        }
        int[] axes = IntStream.range(0, d).boxed()
                .sorted(Comparator.comparingDouble((Integer k) -> -spread[k]))
                .limit(count).mapToInt(k -> k).sorted().toArray();
        return new Directions(axes, DoublePoints.wrap(new double[0], 0, d));
    }

    /** Approximate directions of greatest variance in a sample. */
    static Directions principal(DoublePoints x, DoublePoints y, Centre centre, int count) {
        int d = x.dimension();
        DoublePoints points = sample(x, y, centre, count);
        int size = points.size();
        double[] along = new double[count * size];
        Products.of(points.select(Centre.spread(size, count)), points).fill(0, Math.min(size, count), 0, size, along);
        double[] directions = new double[count * d];
        Products.of(DoublePoints.wrap(along, count, size), transposed(points)).fill(0, count, 0, d, directions);
        orthonormalise(directions, d);
        return new Directions(null, DoublePoints.wrap(directions, count, d));
    }

    /** Points of both sets around the centre, scaled. */
    private static DoublePoints sample(DoublePoints x, DoublePoints y, Centre centre, int count) {
        int d = x.dimension();
        DoublePoints ofX = x.select(Centre.spread(x.size(), SAMPLE * count));
        DoublePoints ofY = y.select(Centre.spread(y.size(), SAMPLE * count));
        int size = ofX.size() + ofY.size();
        double[] sample = Arrays.copyOf(ofX.array(), size * d);
        System.arraycopy(ofY.array(), 0, sample, ofX.size() * d, ofY.size() * d);
        centre.move(DoublePoints.wrap(sample, size, d), sample);
        for (int k = 0; k < sample.length; k++) {
            sample[k] *= centre.scale;
        }
        return DoublePoints.wrap(sample, size, d);
    }

    private static DoublePoints transposed(DoublePoints points) {
        int n = points.size();
        int d = points.dimension();
        double[] turned = new double[d * n];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < d; k++) {
                turned[k * n + i] = points.array()[points.offset() + i * d + k];
            }
        }
        return DoublePoints.wrap(turned, d, n);
    }

    /** Modified Gram–Schmidt, applied twice: a single pass would leave errors proportional to the condition number. */
    private static void orthonormalise(double[] rows, int d) {
        for (int a = 0; a < rows.length; a += d) {
            normalise(rows, a, d, 0);
            for (int again = 0; again < 2; again++) {
                for (int b = 0; b < a; b += d) {
                    double along = InnerProducts.of(rows, a, rows, b, d);
                    for (int k = 0; k < d; k++) {
                        rows[a + k] -= along * rows[b + k];
                    }
                }
                normalise(rows, a, d, DEPENDENT);
            }
        }
    }

    /** Normalises a row; a row that is not longer than {@code least} becomes 0. */
    private static void normalise(double[] rows, int a, int d, double least) {
        double norm = Math.sqrt(InnerProducts.of(rows, a, rows, a, d));
        double factor = norm > least && Double.isFinite(1 / norm) ? 1 / norm : 0;
        for (int k = 0; k < d; k++) {
            rows[a + k] *= factor;
        }
    }
}
