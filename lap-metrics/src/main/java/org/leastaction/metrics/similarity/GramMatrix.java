package org.leastaction.metrics.similarity;

import java.util.Arrays;
import org.leastaction.ot.kernel.LowerTriangle;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.kernel.Products;
import org.leastaction.ot.kernel.Tiles;
import org.leastaction.points.DoublePoints;
import org.leastaction.points.Points;

/**
 * The scalar products of all pairs of n centred points, K = (X − x̄)(X − x̄)ᵀ: it determines a representation up to a
 * translation and a rotation. 4·n² bytes. Immutable.
 */
public final class GramMatrix {

    /** Number of coordinates that are multiplied at a time: bounds the memory for points of many coordinates. */
    private static final int COORDINATES = 4_096;

    private final double[][] triangle;

    private GramMatrix(double[][] triangle) {
        this.triangle = triangle;
    }

    /**
     * The matrix of points [n, d], n ≥ 1. O(n²·d) time; 8·n·min(d, 4,096) bytes of memory besides the matrix.
     *
     * @throws IllegalArgumentException if there is no point, or a coordinate is not finite
     */
    public static GramMatrix of(Points points, Parallelism parallelism) {
        if (points.size() == 0) {
            throw new IllegalArgumentException("a Gram matrix needs at least one point");
        }
        double[][] triangle = new double[points.size()][];
        Arrays.setAll(triangle, i -> new double[i + 1]);
        for (int from = 0; from < points.dimension(); from += COORDINATES) {
            DoublePoints part = centred(points, from, Math.min(points.dimension(), from + COORDINATES));
            Tiles.forEach(new LowerTriangle(Products.of(part, part)), parallelism, tile -> {
                for (int i = Math.max(tile.fromRow(), tile.fromColumn()); i < tile.toRow(); i++) {
                    double[] row = triangle[i];
                    int start = tile.start(i) - tile.fromColumn();
                    for (int j = tile.fromColumn(); j < Math.min(i + 1, tile.toColumn()); j++) {
                        row[j] += tile.values()[start + j];
                    }
                }
            });
        }
        return new GramMatrix(triangle);
    }

    private static DoublePoints centred(Points points, int from, int to) {
        int n = points.size();
        int d = to - from;
        double[] values = points.coordinates(from, to).array();
        double[] mean = new double[d];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < d; k++) {
                double value = values[i * d + k];
                if (!Double.isFinite(value)) {
                    throw new IllegalArgumentException("coordinate " + (from + k) + " of point " + i + " is " + value);
                }
                mean[k] += value / n;
            }
        }
        for (int i = 0; i < values.length; i++) {
            values[i] -= mean[i % d];
        }
        return DoublePoints.wrap(values, n, d);
    }

    /**
     * The matrix of the first points alone, centred anew; this one if there are no more. O(m²).
     *
     * @param m at least 1
     */
    public GramMatrix first(int m) {
        if (m >= size()) {
            return this;
        }
        double[] means = new double[m];
        double mean = 0;
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < m; j++) {
                means[i] += get(i, j) / m;
            }
            mean += means[i] / m;
        }
        double[][] part = new double[m][];
        for (int i = 0; i < m; i++) {
            part[i] = new double[i + 1];
            for (int j = 0; j <= i; j++) {
                part[i][j] = triangle[i][j] - means[i] - means[j] + mean;
            }
        }
        return new GramMatrix(part);
    }

    /** Number of points n. */
    public int size() {
        return triangle.length;
    }

    /** The product of points i and j. */
    public double get(int i, int j) {
        return i >= j ? triangle[i][j] : triangle[j][i];
    }

    /** The products of point i with the points 0 to i; not to be modified. */
    double[] row(int i) {
        return triangle[i];
    }

    /** The sum of the squared distances of all points to their mean. */
    public double trace() {
        double trace = 0;
        for (int i = 0; i < triangle.length; i++) {
            trace += triangle[i][i];
        }
        return trace;
    }

    /** @throws IllegalArgumentException unless both matrices are of the same number of samples */
    static void requireSameSize(GramMatrix x, GramMatrix y) {
        if (x.size() != y.size()) {
            throw new IllegalArgumentException("representations of the same samples are compared, these are of "
                    + x.size() + " and " + y.size());
        }
    }
}
