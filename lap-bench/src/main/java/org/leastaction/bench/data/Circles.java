package org.leastaction.bench.data;

import java.util.List;
import java.util.Random;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;

/**
 * Two concentric circles in the plane, as in scikit-learn's {@code make_circles}: class 0 evenly spaced on the unit
 * circle, class 1 on a smaller one, with Gaussian noise on every coordinate, shuffled. If n is odd, the inner circle
 * has one point more.
 *
 * @param factor    radius of the inner circle, in [0, 1)
 * @param noise     standard deviation of the noise, at least 0
 * @param dimension d, at least 2; coordinates beyond the plane are 0
 */
public record Circles(double factor, double noise, int dimension) {

    /** @throws IllegalArgumentException for values outside the ranges above */
    public Circles {
        if (!(factor >= 0 && factor < 1)) {
            throw new IllegalArgumentException("the factor of circles must be in [0, 1), not " + factor);
        }
        if (!(noise >= 0) || Double.isInfinite(noise)) {
            throw new IllegalArgumentException("the noise of circles must be finite and at least 0, not " + noise);
        }
        if (dimension < 2) {
            throw new IllegalArgumentException("circles need at least 2 dimensions, not " + dimension);
        }
    }

    /** Circles in the plane. */
    public Circles(double factor, double noise) {
        this(factor, noise, 2);
    }

    /** Inner radius 0.5, noise 0.05. */
    public static Circles defaults() {
        return new Circles(0.5, 0.05);
    }

    /**
     * Draws n points.
     *
     * @param n      at least 1
     * @param random source of the noise and the order
     * @return [n, dimension], 2 classes
     */
    LabelledPoints draw(int n, Random random) {
        int outer = n / 2;
        int inner = n - outer;
        int[] order = Draw.permutation(n, random);
        float[] coordinates = new float[dimension * n];
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            int point = order[i];
            boolean isOuter = point < outer;
            double angle = 2 * Math.PI * (isOuter ? point / (double) outer : (point - outer) / (double) inner);
            double radius = isOuter ? 1 : factor;
            coordinates[dimension * i] = (float) (radius * Math.cos(angle) + noise * random.nextGaussian());
            coordinates[dimension * i + 1] = (float) (radius * Math.sin(angle) + noise * random.nextGaussian());
            labels[i] = isOuter ? 0 : 1;
        }
        return new LabelledPoints(FloatPoints.wrap(coordinates, n, dimension), labels, 2, List.of(dimension));
    }
}
