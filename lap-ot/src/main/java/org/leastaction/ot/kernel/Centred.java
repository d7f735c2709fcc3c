package org.leastaction.ot.kernel;

import org.leastaction.points.DoublePoints;

/** Two point sets translated so that the mean of all points is 0, with their squared norms. */
final class Centred {

    final DoublePoints x;
    final DoublePoints y;
    final double[] squaredNormX;
    final double[] squaredNormY;

    private Centred(DoublePoints x, DoublePoints y) {
        this.x = x;
        this.y = y;
        this.squaredNormX = squaredNorms(x);
        this.squaredNormY = squaredNorms(y);
    }

    static Centred of(DoublePoints x, DoublePoints y) {
        double[] mean = new double[x.dimension()];
        double weight = 1.0 / (x.size() + y.size());
        addWeighted(x, weight, mean);
        addWeighted(y, weight, mean);
        return new Centred(shifted(x, mean), shifted(y, mean));
    }

    private static void addWeighted(DoublePoints points, double weight, double[] mean) {
        int d = points.dimension();
        for (int i = 0; i < points.size(); i++) {
            int start = points.offset() + i * d;
            for (int k = 0; k < d; k++) {
                mean[k] += weight * points.array()[start + k];
            }
        }
    }

    private static DoublePoints shifted(DoublePoints points, double[] mean) {
        int d = points.dimension();
        double[] moved = points.toArray();
        for (int i = 0; i < moved.length; i += d) {
            for (int k = 0; k < d; k++) {
                moved[i + k] -= mean[k];
            }
        }
        return DoublePoints.wrap(moved, points.size(), d);
    }

    private static double[] squaredNorms(DoublePoints points) {
        DoublePoints origin = DoublePoints.wrap(new double[points.dimension()], 1, points.dimension());
        double[] norms = new double[points.size()];
        for (int i = 0; i < norms.length; i++) {
            norms[i] = Differences.squared(points, i, origin, 0);
        }
        return norms;
    }
}
