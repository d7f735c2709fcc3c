package org.leastaction.ot.kernel;

import org.leastaction.points.Points;

/** One number for every pair of a row point and a column point, such as their squared distance. Immutable. */
public interface PairKernel {

    /** Row points n, at least 1. */
    int rows();

    /** Column points m, at least 1. */
    int columns();

    /**
     * The numbers of one tile.
     *
     * <p>May be called by several threads at once. The same tile has the same numbers every time; in another tile a
     * pair's number may differ by rounding.
     *
     * @param fromRow    first row, inclusive
     * @param toRow      last row, exclusive
     * @param fromColumn first column, inclusive
     * @param toColumn   last column, exclusive
     * @param values     [toRow − fromRow, toColumn − fromColumn], row-major. Modified.
     */
    void fill(int fromRow, int toRow, int fromColumn, int toColumn, double[] values);

    /** A kernel that calls a function for each pair. */
    static PairKernel of(int rows, int columns, OfIndices function) {
        return new PairKernel() {

            @Override
            public int rows() {
                return rows;
            }

            @Override
            public int columns() {
                return columns;
            }

            @Override
            public void fill(int fromRow, int toRow, int fromColumn, int toColumn, double[] values) {
                int next = 0;
                for (int i = fromRow; i < toRow; i++) {
                    for (int j = fromColumn; j < toColumn; j++) {
                        values[next++] = function.at(i, j);
                    }
                }
            }
        };
    }

    /** The number of a pair of row i and column j. */
    @FunctionalInterface
    interface OfIndices {
        double at(int i, int j);
    }

    /** @throws IllegalArgumentException if the dimensions of row and column points differ */
    static void requireSameDimension(Points x, Points y) {
        if (x.dimension() != y.dimension()) {
            throw new IllegalArgumentException("the row points have " + x.dimension()
                    + " coordinates and the column points " + y.dimension() + ": both need the same number");
        }
    }
}
