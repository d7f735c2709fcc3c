package org.leastaction.ot.kernel;

/** Single inner products of vectors within larger arrays. */
public final class InnerProducts {

    private InnerProducts() {
    }

    /** Σ a[p + k]·b[q + k] for k from 0 to d − 1; O(d). */
    public static double of(double[] a, int p, double[] b, int q, int d) {
        // Four sums: one alone would wait for each addition to end.
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
}
