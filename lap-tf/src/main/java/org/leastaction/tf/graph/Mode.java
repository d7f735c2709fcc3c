package org.leastaction.tf.graph;

/** Training or inference. */
public enum Mode {
    /** Batch normalisation uses the batch's statistics and updates the running ones. */
    TRAINING,
    /** Batch normalisation uses the running statistics: each point's result depends on that point alone. */
    INFERENCE
}
