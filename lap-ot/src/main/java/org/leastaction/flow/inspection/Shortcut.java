package org.leastaction.flow.inspection;

/** What a block adds its residue to. */
public enum Shortcut {
    /** What came in. */
    IDENTITY,
    /** A linear image of what came in, such as a convolution with stride. */
    PROJECTION,
    /** What came in after layers that are no residual block. */
    TRANSITION
}
