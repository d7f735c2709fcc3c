package org.leastaction.ot.kernel;

/** Single inner products of vectors within larger arrays. */
public final class InnerProducts {

    private InnerProducts() {}

    /** Σ a[p + k]·b[q + k] for k from 0 to d − 1; O(d). */
    public static double of(double[] a, int p, double[] b, int q, int d) {
        // Four sums: with a single one, each addition would wait for the previous one.
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int k = 0;
        for (; k + 4 <= d; k += 4) {
            s0 += a[p + k] * b[q + k];
            s1 += a[p + k + 1] * b[q + k + 1];
            s2 += a[p + k + 2] * b[q + k + 2];
            s3 += a[p + k + 3] * b[q + k + 3];
        }
        for (; k < d; k++) {
            s0 += a[p + k] * b[q + k];
        }
        return (s0 + s1) + (s2 + s3);
    }

    /** Σ a[p + k]² for k from 0 to d − 1, in double precision; O(d). */
    public static double squared(float[] a, int p, int d) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int k = 0;
        for (; k + 4 <= d; k += 4) {
            double a0 = a[p + k];
            double a1 = a[p + k + 1];
            double a2 = a[p + k + 2];
            double a3 = a[p + k + 3];
            s0 += a0 * a0;
            s1 += a1 * a1;
            s2 += a2 * a2;
            s3 += a3 * a3;
        }
        for (; k < d; k++) {
            s0 += (double) a[p + k] * a[p + k];
        }
        return (s0 + s1) + (s2 + s3);
    }
}
