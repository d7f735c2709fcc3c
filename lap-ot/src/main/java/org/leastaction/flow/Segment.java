package org.leastaction.flow;

import java.util.List;

/**
 * Consecutive blocks whose particles have the same shape.
 *
 * @param shape  shape of one particle, e.g. [14, 14, 32] (height, width, channels) or [2]
 * @param blocks number of residual blocks, at least 1
 */
public record Segment(List<Integer> shape, int blocks) {

    /**
     * @throws IllegalArgumentException if the shape is empty or has an extent that is not positive, or there is no
     *     block
     */
    public Segment {
        shape = List.copyOf(shape);
        if (shape.isEmpty() || shape.stream().anyMatch(extent -> extent < 1)) {
            throw new IllegalArgumentException("a particle's shape has extents of at least 1, not " + shape);
        }
        if (blocks < 1) {
            throw new IllegalArgumentException("a segment has at least 1 block, not " + blocks);
        }
    }

    /** Dimension of one particle: the product of the shape. */
    public int dimension() {
        return shape.stream().reduce(1, Math::multiplyExact);
    }
}
