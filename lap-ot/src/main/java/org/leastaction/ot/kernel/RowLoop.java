package org.leastaction.ot.kernel;

/**
 * The inner loops: the contribution of some coordinates of one row point and all column points to a row of results.
 *
 * <p>HotSpot's C2 vectorises these loops in this form: separate arrays under one index, no offsets, and no more than
 * four arrays (eight are vectorised only if the loop happens to be inlined into its caller).
 */
enum RowLoop {

    /** result[j] += Σ_k aₖ·bₖ[j]. */
    PRODUCTS {
        @Override
        void addFour(double a0, double a1, double a2, double a3,
                double[] b0, double[] b1, double[] b2, double[] b3, double[] result) {
            for (int j = 0; j < result.length; j++) {
                result[j] += a0 * b0[j] + a1 * b1[j] + a2 * b2[j] + a3 * b3[j];
            }
        }

        @Override
        void addOne(double a, double[] b, double[] result) {
            for (int j = 0; j < result.length; j++) {
                result[j] += a * b[j];
            }
        }
    },

    /** result[j] += Σ_k (aₖ − bₖ[j])². */
    SQUARED_DIFFERENCES {
        @Override
        void addFour(double a0, double a1, double a2, double a3,
                double[] b0, double[] b1, double[] b2, double[] b3, double[] result) {
            for (int j = 0; j < result.length; j++) {
                double d0 = a0 - b0[j];
                double d1 = a1 - b1[j];
                double d2 = a2 - b2[j];
                double d3 = a3 - b3[j];
                result[j] += d0 * d0 + d1 * d1 + d2 * d2 + d3 * d3;
            }
        }

        @Override
        void addOne(double a, double[] b, double[] result) {
            for (int j = 0; j < result.length; j++) {
                double d = a - b[j];
                result[j] += d * d;
            }
        }
    };

    /** Adds four coordinates; all arrays as long as {@code result}. */
    abstract void addFour(double a0, double a1, double a2, double a3,
            double[] b0, double[] b1, double[] b2, double[] b3, double[] result);

    /** Adds one coordinate; both arrays of one length. */
    abstract void addOne(double a, double[] b, double[] result);
}
