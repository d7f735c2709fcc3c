package org.leastaction.ot.kernel;

import java.util.function.Consumer;

/** Iterates over all pairs of a kernel, tile by tile. */
public final class Tiles {

    /** Rows of a full tile: enough to amortise the packing of columns. */
    static final int ROWS = 256;
    /** Columns of a full tile: a row of results and four packed rows stay in the innermost cache. */
    static final int COLUMNS = 256;

    private Tiles() {}

    /**
     * Passes every tile to the consumer once, from several threads and in no particular order. O(n·m) kernel values,
     * O(threads) tiles of memory.
     */
    public static void forEach(PairKernel kernel, Parallelism parallelism, Consumer<Tile> consumer) {
        int across = ceilDiv(kernel.columns(), COLUMNS);
        long tiles = (long) ceilDiv(kernel.rows(), ROWS) * across;
        parallelism.forEach(Math.toIntExact(tiles), t -> {
            int fromRow = t / across * ROWS;
            int fromColumn = t % across * COLUMNS;
            int toRow = Math.min(kernel.rows(), fromRow + ROWS);
            int toColumn = Math.min(kernel.columns(), fromColumn + COLUMNS);
            double[] values = new double[(toRow - fromRow) * (toColumn - fromColumn)];
            kernel.fill(fromRow, toRow, fromColumn, toColumn, values);
            consumer.accept(new Tile(fromRow, toRow, fromColumn, toColumn, values));
        });
    }

    /**
     * The whole matrix, an array per row; n·m doubles.
     *
     * @throws IllegalArgumentException if the Java heap cannot hold it
     */
    public static double[][] matrix(PairKernel kernel, Parallelism parallelism) {
        checkFits(kernel.rows(), kernel.columns());
        double[][] matrix = new double[kernel.rows()][kernel.columns()];
        forEach(kernel, parallelism, tile -> {
            for (int i = tile.fromRow(); i < tile.toRow(); i++) {
                System.arraycopy(tile.values(), tile.start(i), matrix[i], tile.fromColumn(), tile.columns());
            }
        });
        return matrix;
    }

    private static void checkFits(int rows, int columns) {
        double needed = 8.0 * rows * columns;
        double heap = Runtime.getRuntime().maxMemory();
        if (needed > 0.9 * heap) {
            throw new IllegalArgumentException(String.format(java.util.Locale.ROOT,
                    "a matrix of %d × %d doubles takes %.1f GiB and the Java heap has %.1f: take fewer points or "
                            + "start Java with a larger -Xmx",
                    rows, columns, needed / (1 << 30), heap / (1 << 30)));
        }
    }

    private static int ceilDiv(int a, int b) {
        return (a + b - 1) / b;
    }

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

        /** Columns of this tile. */
        public int columns() {
            return toColumn - fromColumn;
        }

        /** Index in {@link #values()} of the pair (row, fromColumn). */
        public int start(int row) {
            return (row - fromRow) * columns();
        }
    }
}
