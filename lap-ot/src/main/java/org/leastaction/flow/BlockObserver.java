package org.leastaction.flow;

/** Sees a batch pass through the blocks, one block at a time, in order. */
@FunctionalInterface
public interface BlockObserver {

    /** An observer that looks away. */
    BlockObserver NONE = step -> {};

    /** Called once per block, with k ascending; an exception thrown here ends the transport and reaches its caller. */
    void observe(BlockStep step);
}
