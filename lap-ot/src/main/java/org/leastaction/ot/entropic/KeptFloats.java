package org.leastaction.ot.entropic;

import java.util.Arrays;

/** Stored rows in single precision: sums have relative errors of about 10⁻⁷. */
final class KeptFloats implements KeptRows {

    /** Marginal errors down to this are above the rounding of single precision. */
    static final double LEAST_TOLERANCE = 1e-6;
    /** Rows that are summed in single precision before their sum is added in double precision. */
    private static final int GROUP = 32;

    private final float[][][] rows;

    KeptFloats(int blocks, int rowsOfBlock) {
        this.rows = new float[blocks][rowsOfBlock][];
    }

    @Override
    public void put(int block, int row, double[] entries) {
        float[] kept = rows[block][row];
        if (kept == null) {
            kept = new float[entries.length];
            rows[block][row] = kept;
        }
        for (int k = 0; k < kept.length; k++) {
            kept[k] = (float) entries[k];
        }
    }

    @Override
    public void sum(int block, double[] scales, double[] sums, int from) {
        float[][] of = rows[block];
        float[] group = new float[of[0].length];
        double[] whole = new double[group.length];
        for (int s = 0; s < of.length; s += GROUP) {
            Arrays.fill(group, 0);
            int end = Math.min(of.length, s + GROUP);
            int row = s;
            for (; row + 3 < end; row += 4) {
                addFour((float) scales[row], (float) scales[row + 1], (float) scales[row + 2], (float) scales[row + 3],
                        of[row], of[row + 1], of[row + 2], of[row + 3], group);
            }
            for (; row < end; row++) {
                addFour((float) scales[row], 0, 0, 0, of[row], of[row], of[row], of[row], group);
            }
            for (int k = 0; k < whole.length; k++) {
                whole[k] += group[k];
            }
        }
        System.arraycopy(whole, 0, sums, from, whole.length);
    }

    /** sum[k] += Σ aₛ·bₛ[k], in the form that C2 vectorises. */
    private static void addFour(float a0, float a1, float a2, float a3,
            float[] b0, float[] b1, float[] b2, float[] b3, float[] sum) {
        for (int k = 0; k < sum.length; k++) {
            sum[k] += a0 * b0[k] + a1 * b1[k] + a2 * b2[k] + a3 * b3[k];
        }
    }
}
