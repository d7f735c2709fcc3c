package org.leastaction.flow.inspection;

/** What the last layer of a network gives. */
public enum Ending {
    /** Logits, or something that is read as logits. */
    LOGITS,
    /** Probabilities of a softmax; the logits before it are read. */
    SOFTMAX,
    /** Logarithms of the probabilities of a softmax; the logits before it are read. */
    LOG_SOFTMAX,
    /** Points: the network tells no classes apart. */
    POINTS
}
