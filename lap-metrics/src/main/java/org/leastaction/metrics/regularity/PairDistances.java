package org.leastaction.metrics.regularity;

import org.leastaction.ot.kernel.LowerTriangle;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.kernel.SquaredDistances;
import org.leastaction.ot.kernel.Tiles;
import org.leastaction.points.DoublePoints;
import org.leastaction.points.Points;

/** Euclidean distances of all pairs of one set. */
public final class PairDistances {

    /** Number of coordinates whose squared differences are summed at a time: bounds the memory. */
    private static final int COORDINATES = 16_384;

    private PairDistances() {}

    /**
     * The strict lower triangle: row i holds the distances to the points 0 to i − 1. O(n²·d) time; 16·n·min(d, 16,384)
     * bytes of memory besides the triangle.
     *
     * @param points [n, d]
     */
    public static double[][] of(Points points, Parallelism parallelism) {
        double[][] triangle = new double[points.size()][];
        for (int i = 0; i < triangle.length; i++) {
            triangle[i] = new double[i];
        }
        for (int from = 0; from < points.dimension(); from += COORDINATES) {
            DoublePoints part = points.coordinates(from, Math.min(points.dimension(), from + COORDINATES));
            addSquared(triangle, part, parallelism);
        }
        parallelism.forEach(triangle.length, i -> {
            double[] row = triangle[i];
            for (int j = 0; j < i; j++) {
                row[j] = Math.sqrt(row[j]);
            }
        });
        return triangle;
    }

    private static void addSquared(double[][] triangle, DoublePoints points, Parallelism parallelism) {
        Tiles.forEach(new LowerTriangle(SquaredDistances.of(points, points)), parallelism, tile -> {
            for (int i = Math.max(tile.fromRow(), tile.fromColumn() + 1); i < tile.toRow(); i++) {
                double[] row = triangle[i];
                int start = tile.start(i) - tile.fromColumn();
                for (int j = tile.fromColumn(); j < Math.min(i, tile.toColumn()); j++) {
                    row[j] += tile.values()[start + j];
                }
            }
        });
    }

    /** The triangle of some of the points, given by their rows, ascending. */
    static double[][] select(double[][] triangle, int[] rows) {
        double[][] selected = new double[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            selected[i] = new double[i];
            for (int j = 0; j < i; j++) {
                selected[i][j] = triangle[rows[i]][rows[j]];
            }
        }
        return selected;
    }
}
