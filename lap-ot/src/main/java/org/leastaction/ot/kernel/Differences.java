package org.leastaction.ot.kernel;

import org.leastaction.points.DoublePoints;

/** Squared distances of single pairs from coordinate differences. */
public final class Differences {

    private Differences() {}

    /** ‖xᵢ − yⱼ‖²; O(d). */
    public static double squared(DoublePoints x, int i, DoublePoints y, int j) {
        int d = x.dimension();
        double[] a = x.array();
        double[] b = y.array();
        int p = x.offset() + i * d;
        int q = y.offset() + j * d;
        // Four sums: with a single one, each addition would wait for the previous one.
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int k = 0;
        for (; k + 4 <= d; k += 4) {
            double d0 = a[p + k] - b[q + k];
            double d1 = a[p + k + 1] - b[q + k + 1];
            double d2 = a[p + k + 2] - b[q + k + 2];
            double d3 = a[p + k + 3] - b[q + k + 3];
            s0 += d0 * d0;
            s1 += d1 * d1;
            s2 += d2 * d2;
            s3 += d3 * d3;
        }
        for (; k < d; k++) {
            double difference = a[p + k] - b[q + k];
            s0 += difference * difference;
        }
        return (s0 + s1) + (s2 + s3);
    }
}
