package org.leastaction.ot.pricing;

import org.leastaction.points.DoublePoints;

/**
 * Points around a centre in single precision, turned round: for every block of points an array per coordinate, so that
 * a loop over points runs over consecutive numbers.
 */
final class PackedFloats {

    /** Points of a block: four packed coordinates stay in the innermost cache. */
    static final int COLUMNS = 512;
    private static final double UNIT = 0x1p-24;

    final double[] squaredNorms;
    private final float[][][] blocks;
    private final double greatestNorm;
    private final double unscale;

    private PackedFloats(double[] squaredNorms, float[][][] blocks, double unscale) {
        this.squaredNorms = squaredNorms;
        this.blocks = blocks;
        this.unscale = unscale;
        double greatest = 0;
        for (double square : squaredNorms) {
            greatest = Math.max(greatest, square);
        }
        this.greatestNorm = Math.sqrt(greatest);
    }

    static PackedFloats of(DoublePoints points, Centre centre) {
        int d = points.dimension();
        int count = (points.size() + COLUMNS - 1) / COLUMNS;
        float[][][] blocks = new float[count][d][COLUMNS];
        for (int j = 0; j < points.size(); j++) {
            float[][] block = blocks[j / COLUMNS];
            for (int k = 0; k < d; k++) {
                block[k][j % COLUMNS] = centre.coordinate(points, j, k);
            }
        }
        return new PackedFloats(centre.squaredNorms(points), blocks, 1 / (centre.scale() * centre.scale()));
    }

    int blocks() {
        return blocks.length;
    }

    /** [d, COLUMNS]; zeros after the last point. */
    float[][] block(int block) {
        return blocks[block];
    }

    /** How far ‖x‖² + ‖y‖² − 2⟨x, y⟩ with a single-precision product may be from the truth, for ‖x‖ = norm. */
    double guard(double norm, int dimension) {
        double relative = 1.05 * (0.25 * dimension + 8) * UNIT;
        double underflow = dimension * 0x1p-140 * unscale;
        double doubles = 1e-14 * (dimension / 16.0 + 4) * (norm * norm + greatestNorm * greatestNorm);
        return 2 * (relative * norm * greatestNorm + underflow) + doubles;
    }
}
