package org.leastaction.flow.inspection;

/** The term to which a block adds its residue. */
public enum Shortcut {
    /** The block's input, or a multiple of it by constants. */
    IDENTITY,
    /** A linear image of the input, such as a strided convolution. */
    PROJECTION,
    /** The input after layers that are not a residual block. */
    TRANSITION
}
