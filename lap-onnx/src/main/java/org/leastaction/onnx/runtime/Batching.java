package org.leastaction.onnx.runtime;

import org.leastaction.onnx.graph.BatchAxis;

/**
 * The number of points that a session takes at a time.
 *
 * @param size points of one run, at least 1
 * @param axis free if fewer will do; with a fixed one the last point is repeated where there are fewer
 */
public record Batching(int size, BatchAxis axis) {

    /** @throws IllegalArgumentException if there is no point */
    public Batching {
        if (size < 1) {
            throw new IllegalArgumentException("a batch has at least 1 point, not " + size);
        }
    }

    public static Batching free(int atMost) {
        return new Batching(atMost, BatchAxis.FREE);
    }

    public static Batching fixed(int size) {
        return new Batching(size, BatchAxis.FIXED);
    }
}
