package org.leastaction.ot.kernel;

import org.leastaction.points.DoublePoints;

/**
 * The blocking around the inner loops: a tile's sums over all coordinates. The tile's results stay in the second-level
 * cache, and the four current coordinates, packed for all column points, in the first-level cache.
 */
final class Pairs {

    /** Coordinates packed at a time. */
    private static final int PACKED = 64;

    private Pairs() {}

    static void accumulate(DoublePoints x, DoublePoints y, int fromRow, int toRow, int fromColumn, int toColumn,
            double[] values, RowLoop loop) {
        int d = x.dimension();
        int columns = toColumn - fromColumn;
        int rows = toRow - fromRow;
        double[][] results = new double[rows][columns];
        double[][] packed = new double[Math.min(PACKED, d)][columns];
        for (int from = 0; from < d; from += PACKED) {
            int count = Math.min(d - from, PACKED);
            pack(y.array(), y.offset() + fromColumn * d + from, d, count, packed);
            int start = x.offset() + fromRow * d + from;
            int k = 0;
            for (; k + 4 <= count; k += 4) {
                addFour(x.array(), start + k, d, packed, k, results, loop);
            }
            for (; k < count; k++) {
                addOne(x.array(), start + k, d, packed[k], results, loop);
            }
        }
        for (int i = 0; i < rows; i++) {
            System.arraycopy(results[i], 0, values, i * columns, columns);
        }
    }

    /** Transposes points: one array per coordinate, so that a loop over points has unit stride. */
    private static void pack(double[] points, int start, int dimension, int count, double[][] packed) {
        int columns = packed[0].length;
        for (int j = 0; j < columns; j++) {
            int point = start + j * dimension;
            for (int k = 0; k < count; k++) {
                packed[k][j] = points[point + k];
            }
        }
    }

    private static void addFour(
            double[] x, int start, int dimension, double[][] packed, int k, double[][] results, RowLoop loop) {
        int s = start;
        for (double[] result : results) {
            loop.addFour(x[s], x[s + 1], x[s + 2], x[s + 3],
                    packed[k], packed[k + 1], packed[k + 2], packed[k + 3], result);
            s += dimension;
        }
    }

    private static void addOne(
            double[] x, int start, int dimension, double[] packed, double[][] results, RowLoop loop) {
        int s = start;
        for (double[] result : results) {
            loop.addOne(x[s], packed, result);
            s += dimension;
        }
    }
}
