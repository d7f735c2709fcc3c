package org.leastaction.flow.backend;

/** The arithmetic of a training step. What is kept, weights and optimiser, is in single precision either way. */
public enum Precision {
    /** Single precision throughout. */
    FLOAT,
    /** Convolutions and matrix products read bfloat16 (8 bits of mantissa) and sum in single precision, where supported. */
    MIXED
}
