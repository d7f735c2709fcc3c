package org.leastaction.ot.pricing;

import java.util.Arrays;
import org.leastaction.ot.loops.Loops;

/** Points in single precision, transposed in blocks for {@link Loops#products}. */
final class PackedFloats {

    /** Maximum number of points in a block: four packed coordinates fit the first-level cache. */
    private static final int COLUMNS = 1024;
    /** Block lengths are multiples of this: two vectors of 512 bits. */
    private static final int VECTOR = 32;

    private final int size;
    private final int columns;
    private final float[][][] blocks;

    PackedFloats(int size, int dimension) {
        int count = (size + COLUMNS - 1) / COLUMNS;
        int share = (size + count - 1) / count;
        this.size = size;
        this.columns = (share + VECTOR - 1) / VECTOR * VECTOR;
        this.blocks = new float[count][][];
        Arrays.setAll(blocks, block -> Loops.fastest().packed(dimension, columns));
    }

    /**
     * Sets one coordinate of the points {@code from} to {@code to} (exclusive) to the values at {@code start} and every
     * {@code stride} from there, scaled.
     */
    void set(int from, int to, int coordinate, double[] values, int start, int stride, double scale) {
        int block = from / columns;
        int at = from % columns;
        int value = start;
        for (int point = from; point < to; point++) {
            if (at == columns) {
                at = 0;
                block++;
            }
            Loops.fastest().pack(blocks[block], coordinate, at++, (float) (scale * values[value]));
            value += stride;
        }
    }

    int blocks() {
        return blocks.length;
    }

    /** Columns of every block, those after the last point included. */
    int columns() {
        return columns;
    }

    /** As {@link Loops#packed}; zeros after the last point. */
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
