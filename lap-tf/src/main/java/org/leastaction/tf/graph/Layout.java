package org.leastaction.tf.graph;

/** Whether the tensors of a network carry an instance axis. */
public enum Layout {
    /** [instances, batch, …]: many networks of one shape in one graph. */
    STACKED,
    /** [batch, …]: one network. */
    SINGLE
}
