package org.leastaction.ot.entropic;

import org.leastaction.ot.kernel.Parallelism;

/** The stored entries of a kernel by blocks of columns, one array for each row of a block. */
sealed interface KeptRows permits KeptDoubles, KeptFloats {

    /** Stores a row of a block. Called by several threads, but only one per block. The array is copied. */
    void put(int block, int row, double[] entries);

    /** sums[from + k] = Σₛ scalesₛ · entryₛₖ over all rows s, in their order, for the columns k of a block. */
    void sum(int block, double[] scales, double[] sums, int from);

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
}
