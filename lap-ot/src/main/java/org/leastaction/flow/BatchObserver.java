package org.leastaction.flow;

/** Sees many inputs pass through the blocks, batch by batch. */
@FunctionalInterface
public interface BatchObserver {

    /** An observer that looks away. */
    BatchObserver NONE = (firstRow, step) -> { };

    /**
     * Called once per batch and block: batches in order, and within a batch blocks in order. An exception thrown here
     * ends the pass and reaches its caller.
     *
     * @param firstRow row of the inputs where this batch starts
     * @param step     what the block did; its arrays may be reused after this call
     */
    void observe(int firstRow, BlockStep step);
}
