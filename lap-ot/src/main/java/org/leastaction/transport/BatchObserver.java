package org.leastaction.transport;

import org.leastaction.flow.BlockStep;

/** Sees all batches of a measurement pass through the blocks. */
@FunctionalInterface
public interface BatchObserver {

    /** An observer that looks away. */
    BatchObserver NONE = (firstRow, step) -> { };

    /**
     * Called once per batch and block: batches in order, and within a batch blocks in order.
     *
     * @param firstRow row of the inputs where this batch starts
     * @param step     what the block did; its arrays may be reused after this call
     */
    void observe(int firstRow, BlockStep step);
}
