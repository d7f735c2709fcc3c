package org.leastaction.flow.inspection;

/** The kind of a network's output. */
public enum Ending {
    /** Logits. */
    LOGITS,
    /** Probabilities of a softmax; the logits before it are used. */
    SOFTMAX,
    /** Log-probabilities of a softmax; the logits before it are used. */
    LOG_SOFTMAX,
    /**
     * Sigmoids, whose logits are read. One sigmoid is the probability of the second of two classes; of several, each is
     * divided by their sum.
     */
    SIGMOID,
    /**
     * Probabilities, which are read as they are and divided by their sum; a single one is that of the second of two
     * classes.
     */
    PROBABILITIES,
    /** Natural logarithms of probabilities, read as they are. */
    LOG_PROBABILITIES,
    /** Points: the network is not a classifier. */
    POINTS,
    /** Cannot be determined from the operations: decided by a run when the network is opened. */
    UNDECIDED;

    /** Whether a user may specify this ending. */
    public boolean isChoice() {
        return this == LOGITS || this == PROBABILITIES || this == LOG_PROBABILITIES || this == POINTS;
    }
}
