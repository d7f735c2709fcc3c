package org.leastaction.ot.pricing;

/**
 * Points in single precision, transposed: every block of points has one array per coordinate, so that a loop over
 * points has unit stride.
 */
final class PackedFloats {

    /** Maximum number of points in a block: four packed coordinates fit the first-level cache. */
    private static final int COLUMNS = 1024;
    /** Block lengths are multiples of this: a vector of 512 bits. */
    private static final int VECTOR = 16;

    private final int size;
    private final int columns;
    private final float[][][] blocks;

    PackedFloats(int size, int dimension) {
        int count = (size + COLUMNS - 1) / COLUMNS;
        int share = (size + count - 1) / count;
        this.size = size;
        this.columns = (share + VECTOR - 1) / VECTOR * VECTOR;
        this.blocks = new float[count][dimension][columns];
    }

    /**
     * Sets one coordinate of the points {@code from} to {@code to} (exclusive) to the values at {@code start} and every
     * {@code stride} from there, scaled.
     */
    void set(int from, int to, int coordinate, double[] values, int start, int stride, double scale) {
        int block = from / columns;
        int at = from % columns;
        float[] packed = blocks[block][coordinate];
        int value = start;
        for (int point = from; point < to; point++) {
            if (at == columns) {
                at = 0;
                packed = blocks[++block][coordinate];
            }
            packed[at++] = (float) (scale * values[value]);
            value += stride;
        }
    }

    int blocks() {
        return blocks.length;
    }

    /** Length of every block's arrays. */
    int columns() {
        return columns;
    }

    /** [d, columns]; zeros after the last point. */
    float[][] block(int block) {
        return blocks[block];
    }

    /** Index of the first point of a block. */
    int first(int block) {
        return block * columns;
    }

    /** Number of points in a block; 0 if the previous blocks contain all points. */
    int count(int block) {
        return Math.max(0, Math.min(size - first(block), columns));
    }
}
