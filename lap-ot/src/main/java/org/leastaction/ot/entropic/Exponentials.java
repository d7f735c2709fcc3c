package org.leastaction.ot.entropic;

import org.leastaction.ot.loops.Loops;

/** Weighted exponentials of many numbers. Loops over one index of whole arrays, which C2 vectorises. */
final class Exponentials {

    private Exponentials() {}

    /**
     * Sets terms to weight·e<sup>(u + v[k] − cost[k])/ε</sup>.
     *
     * @param largest exponents are clamped to this magnitude, at most {@link Loops#LARGEST_EXPONENT}
     * @param terms   Modified. All arrays have the same length.
     */
    static void of(double u, double[] v, double[] cost, double epsilon, double largest, double weight,
            double[] terms) {
        exponents(u, v, cost, epsilon, largest, terms);
        Loops.fastest().exponentiate(terms);
        for (int k = 0; k < terms.length; k++) {
            terms[k] *= weight;
        }
    }

    /** Adds weight·e<sup>(u + v[k] − cost[k])/ε</sup> to the sums. */
    static void add(double u, double[] v, double[] cost, double epsilon, double weight, double[] scratch,
            double[] sums) {
        exponents(u, v, cost, epsilon, Loops.LARGEST_EXPONENT, scratch);
        Loops.fastest().exponentiate(scratch);
        for (int k = 0; k < sums.length; k++) {
            sums[k] += weight * scratch[k];
        }
    }

    private static void exponents(double u, double[] v, double[] cost, double epsilon, double limit, double[] t) {
        double scale = Math.min(1 / epsilon, Double.MAX_VALUE);
        for (int k = 0; k < t.length; k++) {
            t[k] = Math.max(-limit, Math.min(limit, (v[k] - cost[k] + u) * scale));
        }
    }

    /**
     * Adds weight·e^(u + v[k] + Σ_c factors[c]·coordinates[c][k]) to the sums in single precision, with exponents clamped to
     * ±21.8.
     *
     * @param factors at least one
     * @param further scratch. Modified.
     * @param scratch Modified. All arrays over k have the same length.
     */
    static void add(float u, float[] v, float[] factors, float[][] coordinates, float weight, float[] further,
            float[] scratch, float[] sums) {
        float[] terms = v;
        if (factors.length > 2) {
            System.arraycopy(v, 0, further, 0, v.length);
            for (int c = 2; c < factors.length; c++) {
                addProducts(factors[c], coordinates[c], further);
            }
            terms = further;
        }
        boolean isPlane = factors.length > 1;
        Loops.fastest().addExponentials(u, terms, factors[0], coordinates[0], isPlane ? factors[1] : 0,
                coordinates[isPlane ? 1 : 0], weight, scratch, sums);
    }

    private static void addProducts(float a, float[] b, float[] sums) {
        for (int k = 0; k < sums.length; k++) {
            sums[k] += a * b[k];
        }
    }
}
