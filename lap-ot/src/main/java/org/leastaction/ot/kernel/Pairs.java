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

    /**
     * The inner loops: the contribution of some coordinates of one row point and all column points to a row of results.
     *
     * <p>HotSpot's C2 vectorises these loops in this form: separate arrays under one index, no offsets, and no more
     * than four arrays (eight are vectorised only if the loop happens to be inlined into its caller).
     */
    enum RowLoop {

        /** result[j] += Σ_k aₖ·bₖ[j]. */
        PRODUCTS {
            @Override
            void addFour(double a0, double a1, double a2, double a3,
                    double[] b0, double[] b1, double[] b2, double[] b3, double[] result) {
                for (int j = 0; j < result.length; j++) {
                    result[j] += a0 * b0[j] + a1 * b1[j] + a2 * b2[j] + a3 * b3[j];
                }
            }

            @Override
            void addOne(double a, double[] b, double[] result) {
                for (int j = 0; j < result.length; j++) {
                    result[j] += a * b[j];
                }
            }
        },

        /** result[j] += Σ_k (aₖ − bₖ[j])². */
        SQUARED_DIFFERENCES {
            @Override
            void addFour(double a0, double a1, double a2, double a3,
                    double[] b0, double[] b1, double[] b2, double[] b3, double[] result) {
                for (int j = 0; j < result.length; j++) {
                    double d0 = a0 - b0[j];
                    double d1 = a1 - b1[j];
                    double d2 = a2 - b2[j];
                    double d3 = a3 - b3[j];
                    result[j] += d0 * d0 + d1 * d1 + d2 * d2 + d3 * d3;
                }
            }

            @Override
            void addOne(double a, double[] b, double[] result) {
                for (int j = 0; j < result.length; j++) {
                    double d = a - b[j];
                    result[j] += d * d;
                }
            }
        };

        /** Adds four coordinates; all arrays as long as {@code result}. */
        abstract void addFour(double a0, double a1, double a2, double a3,
                double[] b0, double[] b1, double[] b2, double[] b3, double[] result);

        /** Adds one coordinate; both arrays of one length. */
        abstract void addOne(double a, double[] b, double[] result);
    }
}
