package org.leastaction.ot.pricing;

import java.util.Arrays;

/**
 * The terms of a score that do not depend on the row: ‖yⱼ‖² − vⱼ, scaled, in single precision, in the blocks of packed
 * columns.
 */
final class Offsets {

    private static final double UNIT = 0x1p-24;

    private final float[][] blocks;
    private final double greatest;
    private final double greatestNormY;

    Offsets(Centre centre, double[] v, PackedFloats columns) {
        double scale = centre.scale * centre.scale;
        this.blocks = new float[columns.blocks()][columns.columns()];
        double most = 0;
        for (int block = 0; block < blocks.length; block++) {
            for (int j = 0; j < columns.count(block); j++) {
                int column = columns.first(block) + j;
                double offset = scale * (centre.squaredNormsY[column] - v[column]);
                blocks[block][j] = (float) offset;
                most = Math.max(most, Math.abs(offset));
            }
            // Padding after the last point: infinite, so that its scores exceed any limit.
            Arrays.fill(blocks[block], columns.count(block), columns.columns(), Float.POSITIVE_INFINITY);
        }
        this.greatest = most;
        this.greatestNormY = centre.greatestNormY;
    }

    float[] block(int block) {
        return blocks[block];
    }

    /** Bound on the rounding of the offsets and of a score offset − 2·product, for a row of this scaled norm. */
    double guard(double normX) {
        return 1.05 * UNIT * (2 * greatest + 2 * normX * greatestNormY) + 1e-15 * greatest;
    }
}
