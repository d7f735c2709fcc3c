package org.leastaction.flow;

/** Observes a batch as it passes through the blocks, in order. */
@FunctionalInterface
public interface BlockObserver {

    /** An observer that does nothing. */
    BlockObserver NONE = step -> {};

    /**
     * Called once per block, with k ascending; an exception thrown here ends the transport and propagates to its
     * caller.
     */
    void observe(BlockStep step);
}
