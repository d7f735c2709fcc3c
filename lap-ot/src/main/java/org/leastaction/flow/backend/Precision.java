package org.leastaction.flow.backend;

/** The arithmetic of a training step. Weights and the optimiser's state are always in single precision. */
public enum Precision {
    /** Single precision throughout. */
    FLOAT,
    /**
     * Convolutions and matrix products take bfloat16 inputs (8 bits of mantissa) and accumulate in single precision,
     * where supported.
     */
    MIXED
}
