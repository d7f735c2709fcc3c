package org.leastaction.ot.entropic;

/** Stored rows in double precision. */
final class KeptDoubles implements KeptRows {

    private final double[][][] rows;

    KeptDoubles(int blocks, int rowsOfBlock) {
        this.rows = new double[blocks][rowsOfBlock][];
    }

    @Override
    public void put(int block, int row, double[] entries) {
        rows[block][row] = entries.clone();
    }

    @Override
    public void sum(int block, double[] scales, double[] sums, int from) {
        double[][] of = rows[block];
        double[] whole = new double[of[0].length];
        int row = 0;
        for (; row + 3 < of.length; row += 4) {
            addFour(scales[row], scales[row + 1], scales[row + 2], scales[row + 3],
                    of[row], of[row + 1], of[row + 2], of[row + 3], whole);
        }
        for (; row < of.length; row++) {
            addFour(scales[row], 0, 0, 0, of[row], of[row], of[row], of[row], whole);
        }
        System.arraycopy(whole, 0, sums, from, whole.length);
    }

    /** sum[k] += Σ aₛ·bₛ[k], in the form that C2 vectorises. */
    private static void addFour(double a0, double a1, double a2, double a3,
            double[] b0, double[] b1, double[] b2, double[] b3, double[] sum) {
        for (int k = 0; k < sum.length; k++) {
            sum[k] += a0 * b0[k] + a1 * b1[k] + a2 * b2[k] + a3 * b3[k];
        }
    }
}
