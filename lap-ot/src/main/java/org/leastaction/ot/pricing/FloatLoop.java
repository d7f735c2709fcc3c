package org.leastaction.ot.pricing;

import java.util.Arrays;

/** The inner loops of single-precision products, in the form that HotSpot's C2 vectorises. */
final class FloatLoop {

    private FloatLoop() {}

    /**
     * Products of some rows with one block of columns.
     *
     * @param rows    [n, q], row-major
     * @param wanted  indices of the rows
     * @param packed  [q, columns]
     * @param results an array of {@code columns} numbers per wanted row. Modified.
     */
    static void products(float[] rows, int[] wanted, int count, float[][] packed, float[][] results) {
        int q = packed.length;
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
                addOne(rows[wanted[r] * q + k], packed[k], results[r]);
            }
        }
    }

    /** result[j] += Σ aₖ·bₖ[j] over four coordinates; all arrays as long as {@code result}. */
    private static void addFour(float a0, float a1, float a2, float a3,
            float[] b0, float[] b1, float[] b2, float[] b3, float[] result) {
        for (int j = 0; j < result.length; j++) {
            result[j] += a0 * b0[j] + a1 * b1[j] + a2 * b2[j] + a3 * b3[j];
        }
    }

    /** result[j] += a·b[j]. */
    private static void addOne(float a, float[] b, float[] result) {
        for (int j = 0; j < result.length; j++) {
            result[j] += a * b[j];
        }
    }

    /**
     * Whether any number is not above a limit; NaN counts as not above. A separate loop without an early exit, which C2
     * can unroll.
     */
    static boolean isAnyWithin(float limit, float[] a) {
        int within = 0;
        for (int j = 0; j < a.length; j++) {
            if (!(a[j] > limit)) {
                within++;
            }
        }
        return within > 0;
    }

    /** result[j] = a[j] − 2·b[j]. */
    static void subtractTwice(float[] a, float[] b, float[] result) {
        for (int j = 0; j < result.length; j++) {
            result[j] = a[j] - 2 * b[j];
        }
    }
}
