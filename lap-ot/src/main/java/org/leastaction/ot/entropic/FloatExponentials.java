package org.leastaction.ot.entropic;

/**
 * exp of many numbers in single precision, in loops that HotSpot vectorises: e^t = (e^(t/64))^64, a polynomial of
 * degree 6 and six squarings. Relative error about 10⁻⁶ for |t| ≤ 20; the argument is clamped to ±21.8.
 */
final class FloatExponentials {

    /** Scale factor of the arguments. */
    static final double SCALE = 1.0 / 64;
    private static final float LIMIT = 0.34f;

    private FloatExponentials() {
    }

    /** Replaces scaled arguments t/64 by e^(t/64). */
    static void roots(float[] t) {
        for (int k = 0; k < t.length; k++) {
            float z = Math.max(-LIMIT, Math.min(LIMIT, t[k]));
            t[k] = 1 + z * (1 + z * (1 / 2f + z * (1 / 6f + z * (1 / 24f + z * (1 / 120f + z * (1 / 720f))))));
        }
    }

    /** sums[k] += weight · (the exponential of root k). */
    static void add(float weight, float[] roots, float[] sums) {
        for (int k = 0; k < sums.length; k++) {
            float e = roots[k];
            e *= e;
            e *= e;
            e *= e;
            e *= e;
            e *= e;
            e *= e;
            sums[k] += weight * e;
        }
    }
}
