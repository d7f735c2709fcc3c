package org.leastaction.onnx.runtime;

import java.util.List;
import org.leastaction.onnx.graph.BatchLayout;

/**
 * An input or output of a subgraph.
 *
 * @param name   of the tensor in the subgraph
 * @param layout layout of its points, at the batch of the shape inference
 */
public record TensorSpec(String name, BatchLayout layout) {

    /** Numbers that native buffers are made for. */
    private static final long LARGEST = 1 << 28;

    /** @throws IllegalArgumentException if the tensor is empty or too large, or does not divide among the points */
    public TensorSpec {
        long size = layout.shape().stream().reduce(1L, Math::multiplyExact);
        if (size % layout.points() != 0 || size > LARGEST || size == 0) {
            throw new IllegalArgumentException("the tensor '" + name + "' of shape " + layout.shape()
                    + " is empty, too large, or does not divide among " + layout.points() + " points");
        }
    }

    /** Numbers of one point. */
    public int dimension() {
        return layout.dimension();
    }

    /** The tensor's shape for n points. */
    long[] shape(int n) {
        return layout.shape(n).stream().mapToLong(Long::longValue).toArray();
    }
}
