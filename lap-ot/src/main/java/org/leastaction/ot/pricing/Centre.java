package org.leastaction.ot.pricing;

import org.leastaction.points.DoublePoints;

/**
 * The mean of two point sets, and a power of two that brings all points to norms of at most 1 around it.
 *
 * @param mean  d coordinates
 * @param scale factor on coordinates
 */
record Centre(double[] mean, double scale) {

    static Centre of(DoublePoints x, DoublePoints y) {
        double[] mean = new double[x.dimension()];
        double weight = 1.0 / (x.size() + y.size());
        add(x, weight, mean);
        add(y, weight, mean);
        double greatest = Math.sqrt(Math.max(greatestSquare(x, mean), greatestSquare(y, mean)));
        return new Centre(mean, greatest > 0 ? Math.scalb(1.0, -Math.getExponent(greatest) - 1) : 1);
    }

    private static void add(DoublePoints points, double weight, double[] mean) {
        int d = points.dimension();
        for (int i = 0; i < points.size(); i++) {
            int start = points.offset() + i * d;
            for (int k = 0; k < d; k++) {
                mean[k] += weight * points.array()[start + k];
            }
        }
    }

    private static double greatestSquare(DoublePoints points, double[] mean) {
        double greatest = 0;
        for (int i = 0; i < points.size(); i++) {
            greatest = Math.max(greatest, squaredNorm(points, i, mean));
        }
        return greatest;
    }

    private static double squaredNorm(DoublePoints points, int i, double[] mean) {
        int start = points.offset() + i * mean.length;
        double sum = 0;
        for (int k = 0; k < mean.length; k++) {
            double c = points.array()[start + k] - mean[k];
            sum += c * c;
        }
        return sum;
    }

    /** ‖xᵢ − mean‖², not scaled. */
    double[] squaredNorms(DoublePoints points) {
        double[] norms = new double[points.size()];
        for (int i = 0; i < norms.length; i++) {
            norms[i] = squaredNorm(points, i, mean);
        }
        return norms;
    }

    /** Coordinate k of point i, moved and scaled. */
    float coordinate(DoublePoints points, int i, int k) {
        return (float) (scale * (points.array()[points.offset() + i * mean.length + k] - mean[k]));
    }
}
