package org.leastaction.ot.entropic;

import org.leastaction.points.DoublePoints;

/**
 * Points near each other.
 *
 * @param centre  a point among them, [d]
 * @param precise coordinates relative to the centre, [d][points]
 * @param offsets the same in single precision, followed by zeros up to a multiple of the length of all vectors
 * @param squares squared distances of the points from the centre
 */
record Near(double[] centre, double[][] precise, float[][] offsets, double[] squares) {

    /** Length of the longest vectors in single precision. */
    static final int LANES = 16;

    /** Points of a set, by their indices; the centre is their mean. */
    static Near of(DoublePoints q, int[] points) {
        int d = q.dimension();
        double[] centre = new double[d];
        for (int point : points) {
            for (int c = 0; c < d; c++) {
                centre[c] += q.get(point, c) / points.length;
            }
        }
        double[][] offsets = new double[d][points.length];
        for (int c = 0; c < d; c++) {
            for (int k = 0; k < points.length; k++) {
                offsets[c][k] = q.get(points[k], c) - centre[c];
            }
        }
        return of(centre, offsets);
    }

    /** Points by their coordinates relative to a centre, [d][points]. */
    static Near of(double[] centre, double[][] precise) {
        float[][] offsets = new float[precise.length][(precise[0].length + LANES - 1) / LANES * LANES];
        double[] squares = new double[precise[0].length];
        for (int k = 0; k < squares.length; k++) {
            for (int c = 0; c < precise.length; c++) {
                offsets[c][k] = (float) precise[c][k];
                squares[k] += precise[c][k] * precise[c][k];
            }
        }
        return new Near(centre, precise, offsets, squares);
    }

    int size() {
        return squares.length;
    }
}
