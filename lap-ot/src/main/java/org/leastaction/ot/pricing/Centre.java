package org.leastaction.ot.pricing;

import org.leastaction.ot.kernel.Differences;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;

/**
 * A centre of two point sets, and the squared norms of all points relative to it. Any point would be valid; single
 * precision loses least near the mean. The mean of a sample is near enough.
 */
final class Centre {

    /** Number of sample points of each set for the mean. */
    private static final int SAMPLE = 128;
    private static final int CHUNK = 256;

    /** d coordinates. */
    final double[] mean;
    /** A power of two that scales all norms to at most 1. */
    final double scale;
    /** ‖xᵢ − mean‖², not scaled. */
    final double[] squaredNormsX;
    /** ‖yⱼ − mean‖², not scaled. */
    final double[] squaredNormsY;
    /** Greatest norm of a y, scaled. */
    final double greatestNormY;

    private Centre(double[] mean, double[] squaredNormsX, double[] squaredNormsY) {
        this.mean = mean;
        this.squaredNormsX = squaredNormsX;
        this.squaredNormsY = squaredNormsY;
        double ofY = greatest(squaredNormsY);
        double norm = Math.sqrt(Math.max(greatest(squaredNormsX), ofY));
        this.scale = norm > 0 ? Math.scalb(1.0, -Math.getExponent(norm) - 1) : 1;
        this.greatestNormY = scale * Math.sqrt(ofY);
    }

    static Centre of(DoublePoints x, DoublePoints y, Parallelism parallelism) {
        double[] mean = new double[x.dimension()];
        addMean(x, 0.5, mean);
        addMean(y, 0.5, mean);
        return new Centre(mean, squaredNorms(x, mean, parallelism), squaredNorms(y, mean, parallelism));
    }

    /** Evenly spaced indices of {@code count} points, or of all if there are fewer. */
    static int[] spread(int size, int count) {
        int[] chosen = new int[Math.min(size, count)];
        for (int s = 0; s < chosen.length; s++) {
            chosen[s] = (int) ((long) s * size / chosen.length);
        }
        return chosen;
    }

    /**
     * Translates points so that the centre is the origin, without scaling.
     *
     * @param moved [n, d]; may be the points' own array. Modified.
     */
    void move(DoublePoints points, double[] moved) {
        int d = mean.length;
        double[] array = points.array();
        int start = points.offset();
        for (int i = 0; i < points.size() * d; i += d) {
            for (int k = 0; k < d; k++) {
                moved[i + k] = array[start + i + k] - mean[k];
            }
        }
    }

    private static void addMean(DoublePoints points, double share, double[] mean) {
        int[] sample = spread(points.size(), SAMPLE);
        int d = mean.length;
        double[] array = points.array();
        double each = share / sample.length;
        for (int i : sample) {
            int start = points.offset() + i * d;
            for (int k = 0; k < d; k++) {
                mean[k] += each * array[start + k];
            }
        }
    }

    private static double[] squaredNorms(DoublePoints points, double[] mean, Parallelism parallelism) {
        DoublePoints centre = DoublePoints.wrap(mean, 1, mean.length);
        double[] norms = new double[points.size()];
        parallelism.forEach((norms.length + CHUNK - 1) / CHUNK, chunk -> {
            int to = Math.min(norms.length, (chunk + 1) * CHUNK);
            for (int i = chunk * CHUNK; i < to; i++) {
                norms[i] = Differences.squared(points, i, centre, 0);
            }
        });
        return norms;
    }

    private static double greatest(double[] squares) {
        double greatest = 0;
        for (double square : squares) {
            greatest = Math.max(greatest, square);
        }
        return greatest;
    }
}
