package org.leastaction.onnx.graph;

/** Whether the first axis of a network's input takes any number of points. */
public enum BatchAxis {
    FREE,
    FIXED
}
