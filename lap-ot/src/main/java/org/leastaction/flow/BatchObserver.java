package org.leastaction.flow;

/** Observes a pass of many inputs through the blocks, batch by batch. */
@FunctionalInterface
public interface BatchObserver {

    /** An observer that does nothing. */
    BatchObserver NONE = (firstRow, step) -> {};

    /**
     * Called once per batch and block: batches in order, and within a batch blocks in order. An exception thrown here
     * ends the pass and propagates to its caller.
     *
     * @param firstRow row of the inputs at which this batch starts
     * @param step     input and output of the block; its arrays may be reused after this call
     */
    void observe(int firstRow, BlockStep step);
}
