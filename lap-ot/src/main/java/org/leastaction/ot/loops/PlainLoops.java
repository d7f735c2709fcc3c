package org.leastaction.ot.loops;

import java.util.Arrays;

/**
 * Plain Java. Each loop runs over one index of whole arrays and is small enough for C2 to unroll: only these are
 * vectorised. The bits of numbers are not manipulated, since C2 before JDK 23 does not vectorise that.
 */
enum PlainLoops implements Loops {

    INSTANCE;

    private static final double SCALE = 1.0 / 2048;
    private static final float FLOAT_SCALE = 1 / 64f;

    @Override
    public String label() {
        return "plain Java";
    }

    /** [q][columns]: a loop over columns has unit stride. */
    @Override
    public float[][] packed(int q, int columns) {
        return new float[q][columns];
    }

    @Override
    public void pack(float[][] packed, int coordinate, int column, float value) {
        packed[coordinate][column] = value;
    }

    @Override
    public void products(float[] rows, int q, int[] wanted, int count, float[][] packed, float[][] results) {
        for (int r = 0; r < count; r++) {
            Arrays.fill(results[r], 0);
        }
        int k = 0;
        for (; k + 4 <= q; k += 4) {
            for (int r = 0; r < count; r++) {
                int s = wanted[r] * q + k;
                addFour(rows[s], rows[s + 1], rows[s + 2], rows[s + 3],
                        packed[k], packed[k + 1], packed[k + 2], packed[k + 3], results[r]);
            }
        }
        for (; k < q; k++) {
            for (int r = 0; r < count; r++) {
                addProduct(rows[wanted[r] * q + k], packed[k], results[r]);
            }
        }
    }

    /** Sums of q/4 groups of four products (Higham, Accuracy and Stability of Numerical Algorithms, section 3.1). */
    @Override
    public double roundings(int q) {
        return 0.25 * q + 8;
    }

    /** result[j] += Σ aₖ·bₖ[j] over four coordinates; all arrays as long as {@code result}. */
    private static void addFour(float a0, float a1, float a2, float a3,
            float[] b0, float[] b1, float[] b2, float[] b3, float[] result) {
        for (int j = 0; j < result.length; j++) {
            result[j] += a0 * b0[j] + a1 * b1[j] + a2 * b2[j] + a3 * b3[j];
        }
    }

    private static void addProduct(float a, float[] b, float[] result) {
        for (int j = 0; j < result.length; j++) {
            result[j] += a * b[j];
        }
    }

    /** Four sums: with a single one, each addition would wait for the previous one. */
    @Override
    public double squaredDistance(double[] a, int p, double[] b, int q, int d) {
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

    /** e^t = (e^(t/2048))^2048: a polynomial of degree 6 and eleven squarings. */
    @Override
    public void exponentiate(double[] t) {
        polynomials(t);
        squareSixTimes(t);
        squareFiveTimes(t);
    }

    private static void polynomials(double[] t) {
        for (int k = 0; k < t.length; k++) {
            double z = SCALE * t[k];
            t[k] = 1 + z * (1 + z * (1 / 2.0 + z * (1 / 6.0 + z * (1 / 24.0 + z * (1 / 120.0 + z * (1 / 720.0))))));
        }
    }

    private static void squareSixTimes(double[] t) {
        for (int k = 0; k < t.length; k++) {
            double e = t[k];
            e *= e;
            e *= e;
            e *= e;
            e *= e;
            e *= e;
            e *= e;
            t[k] = e;
        }
    }

    private static void squareFiveTimes(double[] t) {
        for (int k = 0; k < t.length; k++) {
            double e = t[k];
            e *= e;
            e *= e;
            e *= e;
            e *= e;
            e *= e;
            t[k] = e;
        }
    }

    /** e^t = (e^(t/64))^64: a polynomial of degree 6 and six squarings. */
    @Override
    public void exponentiate(float[] t) {
        floatPolynomials(t);
        for (int k = 0; k < t.length; k++) {
            float e = t[k];
            e *= e;
            e *= e;
            e *= e;
            e *= e;
            e *= e;
            e *= e;
            t[k] = e;
        }
    }

    private static void floatPolynomials(float[] t) {
        for (int k = 0; k < t.length; k++) {
            float z = FLOAT_SCALE * t[k];
            t[k] = 1 + z * (1 + z * (1 / 2f + z * (1 / 6f + z * (1 / 24f + z * (1 / 120f + z * (1 / 720f))))));
        }
    }

    @Override
    public void addExponentials(float u, float[] v, float a, float[] first, float b, float[] second, float weight,
            float[] scratch, float[] sums) {
        for (int k = 0; k < scratch.length; k++) {
            scratch[k] = u + v[k] + a * first[k] + b * second[k];
        }
        clamp(scratch);
        exponentiate(scratch);
        addProduct(weight, scratch, sums);
    }

    private static void clamp(float[] t) {
        for (int k = 0; k < t.length; k++) {
            t[k] = Math.max(-LARGEST_FLOAT_EXPONENT, Math.min(LARGEST_FLOAT_EXPONENT, t[k]));
        }
    }
}
