package org.leastaction.ot.pricing;

import org.leastaction.points.DoublePoints;

/** Points around a centre in single precision, [n, d] row-major, and their squared norms there in double precision. */
final class ScaledFloats {

    final float[] values;
    final double[] squaredNorms;
    /** Scalar products of scaled points times this are those of the points. */
    final double unscale;

    private ScaledFloats(float[] values, double[] squaredNorms, double unscale) {
        this.values = values;
        this.squaredNorms = squaredNorms;
        this.unscale = unscale;
    }

    static ScaledFloats of(DoublePoints points, Centre centre) {
        int d = points.dimension();
        float[] values = new float[points.size() * d];
        for (int i = 0; i < points.size(); i++) {
            for (int k = 0; k < d; k++) {
                values[i * d + k] = centre.coordinate(points, i, k);
            }
        }
        return new ScaledFloats(values, centre.squaredNorms(points), 1 / (centre.scale() * centre.scale()));
    }
}
