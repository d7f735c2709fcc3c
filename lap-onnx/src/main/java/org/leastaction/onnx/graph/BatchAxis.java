package org.leastaction.onnx.graph;

/** Whether a network's input takes any number of points. */
public enum BatchAxis {
    FREE,
    FIXED
}
