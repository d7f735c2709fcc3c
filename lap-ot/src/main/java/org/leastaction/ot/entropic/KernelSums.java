package org.leastaction.ot.entropic;

import java.util.Arrays;
import org.leastaction.ot.kernel.Parallelism;

/** Sums of the kernel e^((uₛ + vₖ − c(pₛ, qₖ))/ε) over the points p of one side, for every point q of the other. */
interface KernelSums {

    /** Σₛ weightₛ e^((uₛ + vₖ − cₛₖ)/ε) for all k. */
    double[] sums(double[] u, double[] v, double epsilon);

    /**
     * The kernel's sums from stored rows of the least precision that suffices for a tolerance, if they fit the memory;
     * otherwise recomputed each time, in single precision if that suffices.
     */
    static KernelSums of(GibbsKernel kernel, double tolerance, long bytes, Parallelism parallelism) {
        boolean single = tolerance >= KeptFloats.LEAST_TOLERANCE;
        double needed = (single ? Float.BYTES : Double.BYTES) * (double) kernel.rows() * kernel.columns();
        if (needed > bytes) {
            return kernel.truncated(tolerance);
        }
        KeptRows rows = single
                ? new KeptFloats(kernel.blocks(), kernel.rows()) : new KeptDoubles(kernel.blocks(), kernel.rows());
        return new ScaledKernel(kernel, rows, parallelism);
    }

    /** The stored entries of a kernel by blocks of columns, one array for each row of a block. */
    sealed interface KeptRows {

        /** Stores a row of a block. Called by several threads, but only one per block. The array is copied. */
        void put(int block, int row, double[] entries);

        /** sums[from + k] = Σₛ scalesₛ · entryₛₖ over all rows s, in their order, for the columns k of a block. */
        void sum(int block, double[] scales, double[] sums, int from);
    }

    /** Stored rows in double precision. */
    static final class KeptDoubles implements KeptRows {

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

    /** Stored rows in single precision: sums have relative errors of about 10⁻⁷. */
    static final class KeptFloats implements KeptRows {

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
                    addFour((float) scales[row], (float) scales[row + 1], (float) scales[row + 2],
                            (float) scales[row + 3],
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

    /**
     * The sums of a {@link GibbsKernel} from stored entries e^((u⁰ₛ + v⁰ₖ − cₛₖ)/ε), with the potentials u⁰ and v⁰ of
     * an earlier iteration, scaled by the change of the potentials since. A sum is then a matrix–vector product, and
     * exponentials are recomputed only when the potentials have changed much (Schmitzer 2019, absorption).
     *
     * <p>Entries are clamped to e<sup>±69</sup> and potentials change by at most 20·ε, so the error of the lower clamp
     * in a sum, which is about 1, is below 10⁻¹². Sums far from 1 are computed in the log domain.
     */
    static final class ScaledKernel implements KernelSums {

        private static final double LARGEST_EXPONENT = 69;
        private static final double FARTHEST = 20;
        private static final double HUGE_SUM = 1e15;

        private final GibbsKernel exact;
        private final double[] weights;
        private final KeptRows rows;
        private final Parallelism parallelism;
        private double keptEpsilon;
        private double[] keptU = {};
        private double[] keptV = {};

        ScaledKernel(GibbsKernel exact, KeptRows rows, Parallelism parallelism) {
            this.exact = exact;
            this.weights = exact.weights();
            this.rows = rows;
            this.parallelism = parallelism;
        }

        @Override
        public double[] sums(double[] u, double[] v, double epsilon) {
            if (epsilon != keptEpsilon || isFar(u, keptU) || isFar(v, keptV)) {
                keep(u, v, epsilon);
            }
            double[] scales = new double[u.length];
            for (int s = 0; s < scales.length; s++) {
                scales[s] = weights[s] * Math.exp((u[s] - keptU[s]) / epsilon);
            }
            double[] sums = new double[v.length];
            parallelism.forEach(exact.blocks(), block -> rows.sum(block, scales, sums, block * GibbsKernel.BLOCK));
            for (int k = 0; k < sums.length; k++) {
                sums[k] *= Math.exp((v[k] - keptV[k]) / epsilon);
                if (!(sums[k] < HUGE_SUM && sums[k] > 1 / HUGE_SUM)) {
                    keptEpsilon = 0;
                    return exact.sums(u, v, epsilon);
                }
            }
            return sums;
        }

        private boolean isFar(double[] potentials, double[] kept) {
            for (int k = 0; k < kept.length; k++) {
                if (!(Math.abs(potentials[k] - kept[k]) <= FARTHEST * keptEpsilon)) {
                    return true;
                }
            }
            return false;
        }

        private void keep(double[] u, double[] v, double epsilon) {
            keptEpsilon = epsilon;
            keptU = u.clone();
            keptV = v.clone();
            exact.terms(u, v, epsilon, LARGEST_EXPONENT, rows::put);
        }
    }
}
