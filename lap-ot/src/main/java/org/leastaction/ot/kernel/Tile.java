package org.leastaction.ot.kernel;

/**
 * A rectangle of a {@link PairKernel}'s numbers.
 *
 * @param fromRow    first row, inclusive
 * @param toRow      last row, exclusive
 * @param fromColumn first column, inclusive
 * @param toColumn   last column, exclusive
 * @param values     [rows, columns] of this tile, row-major; belongs to the receiver
 */
public record Tile(int fromRow, int toRow, int fromColumn, int toColumn, double[] values) {

    /** Rows of this tile. */
    public int rows() {
        return toRow - fromRow;
    }

    /** Columns of this tile. */
    public int columns() {
        return toColumn - fromColumn;
    }

    /** The number of the pair (row, column), with indices over all tiles. */
    public double get(int row, int column) {
        return values[start(row) + column - fromColumn];
    }

    /** Index in {@link #values()} of the pair (row, fromColumn). */
    public int start(int row) {
        return (row - fromRow) * columns();
    }
}
