package org.leastaction.ot.pricing;

/** The inner loops of single-precision products, in the form that HotSpot's C2 turns into vector instructions. */
final class FloatLoop {

    private FloatLoop() {
    }

    /** result[j] += Σ aₖ·bₖ[j] over four coordinates; all arrays as long as {@code result}. */
    static void addFour(float a0, float a1, float a2, float a3,
            float[] b0, float[] b1, float[] b2, float[] b3, float[] result) {
        for (int j = 0; j < result.length; j++) {
            result[j] += a0 * b0[j] + a1 * b1[j] + a2 * b2[j] + a3 * b3[j];
        }
    }

    /** result[j] += a·b[j]. */
    static void addOne(float a, float[] b, float[] result) {
        for (int j = 0; j < result.length; j++) {
            result[j] += a * b[j];
        }
    }
}
