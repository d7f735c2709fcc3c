package org.leastaction.ot.entropic;

/**
 * exp of many numbers, in loops that HotSpot vectorises: e^t = (e^(t/2048))^2048, a polynomial of degree 6 and eleven
 * squarings. The bits of numbers are not manipulated, since C2 before JDK 23 does not vectorise that.
 *
 * <p>Relative error about 10⁻¹² for |t| ≤ 100, the range of the terms that matter; 10⁻⁸ at the ends. The argument is
 * clamped to the greatest exponent, at most ±696, so that sums are neither 0 nor infinite.
 */
final class Exponentials {

    private static final double SCALE = 1.0 / 2048;
    /** Greatest magnitude of an exponent for which sums are neither 0 nor infinite. */
    static final double LARGEST_EXPONENT = 696;

    private Exponentials() {}

    /**
     * e<sup>(u + v[k] − cost[k]) / ε</sup>, up to the last five squarings, which {@link #add} does.
     *
     * @param largest greatest magnitude of the exponent, at most {@link #LARGEST_EXPONENT}
     * @param roots   Modified. All arrays have the same length.
     */
    static void roots(double u, double[] v, double[] cost, double epsilon, double largest, double[] roots) {
        arguments(u, v, cost, SCALE / epsilon, SCALE * largest, roots);
        polynomials(roots);
        square(roots);
    }

    /** sums[k] += weight · (the exponential of root k). */
    static void add(double weight, double[] roots, double[] sums) {
        for (int k = 0; k < sums.length; k++) {
            double e = roots[k];
            e *= e;
            e *= e;
            e *= e;
            e *= e;
            e *= e;
            sums[k] += weight * e;
        }
    }

    /** Replaces roots by the exponentials, times a weight. */
    static void finish(double weight, double[] roots) {
        for (int k = 0; k < roots.length; k++) {
            double e = roots[k];
            e *= e;
            e *= e;
            e *= e;
            e *= e;
            e *= e;
            roots[k] = weight * e;
        }
    }

    // One loop each: a joint body would be too large for C2 to unroll, and hence not vectorised.

    private static void arguments(double u, double[] v, double[] cost, double scale, double limit, double[] z) {
        for (int k = 0; k < z.length; k++) {
            z[k] = Math.max(-limit, Math.min(limit, (v[k] - cost[k] + u) * scale));
        }
    }

    private static void polynomials(double[] z) {
        for (int k = 0; k < z.length; k++) {
            double t = z[k];
            z[k] = 1 + t * (1 + t * (1 / 2.0 + t * (1 / 6.0 + t * (1 / 24.0 + t * (1 / 120.0 + t * (1 / 720.0))))));
        }
    }

    private static void square(double[] z) {
        for (int k = 0; k < z.length; k++) {
            double e = z[k];
            e *= e;
            e *= e;
            e *= e;
            e *= e;
            e *= e;
            e *= e;
            z[k] = e;
        }
    }

    /**
     * exp of many numbers in single precision, in loops that HotSpot vectorises: e^t = (e^(t/64))^64, a polynomial of
     * degree 6 and six squarings. Relative error about 10⁻⁶ for |t| ≤ 20; the argument is clamped to ±21.8.
     */
    static final class FloatExponentials {

        /** Scale factor of the arguments. */
        static final double SCALE = 1.0 / 64;
        private static final float LIMIT = 0.34f;

        private FloatExponentials() {}

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
}
