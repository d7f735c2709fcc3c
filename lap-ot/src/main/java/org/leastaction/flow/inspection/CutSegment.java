package org.leastaction.flow.inspection;

import java.util.List;

/**
 * A run of blocks that are joined by identity shortcuts.
 *
 * @param shape  shape of one particle, in the network's own order of axes
 * @param blocks in order, at least one
 */
public record CutSegment(List<Integer> shape, List<CutBlock> blocks) {

    /** @throws IllegalArgumentException if there is no block */
    public CutSegment {
        shape = List.copyOf(shape);
        blocks = List.copyOf(blocks);
        if (blocks.isEmpty()) {
            throw new IllegalArgumentException("a segment has at least 1 block");
        }
    }
}
