package org.leastaction.flow.inspection;

/** The kind of a network's output. */
public enum Ending {
    /** Logits, or values that are treated as logits. */
    LOGITS,
    /** Probabilities of a softmax; the logits before it are used. */
    SOFTMAX,
    /** Log-probabilities of a softmax; the logits before it are used. */
    LOG_SOFTMAX,
    /** Points: the network is not a classifier. */
    POINTS
}
