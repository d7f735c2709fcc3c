package org.leastaction.flow;

import java.util.List;

/**
 * The sizes of a flow.
 *
 * @param input    shape of one input, e.g. [28, 28, 1] (height, width, channels) or [2]
 * @param encoded  shape of one encoded particle x₀; the first segment's shape, unless its first shortcut changes it
 * @param segments the stages of T in order, at least one
 * @param classes  number of classes of F, at least 2; 0 for a flow without a classifier
 */
public record FlowShape(List<Integer> input, List<Integer> encoded, List<Segment> segments, int classes) {

    /**
     * @throws IllegalArgumentException if there is no segment, an extent is not positive, or the number of classes is 1
     *     or negative
     */
    public FlowShape {
        input = List.copyOf(input);
        encoded = List.copyOf(encoded);
        segments = List.copyOf(segments);
        checkExtents("an input", input);
        checkExtents("an encoded particle", encoded);
        if (segments.isEmpty()) {
            throw new IllegalArgumentException("a flow has at least one segment");
        }
        if (classes < 0 || classes == 1) {
            throw new IllegalArgumentException("a flow's classifier has at least 2 classes, not " + classes);
        }
    }

    /** Dimension of one input, as {@link FlowModel#encode} takes it. */
    public int inputDimension() {
        return input.stream().reduce(1, Math::multiplyExact);
    }

    /**
     * Dimension of one encoded particle x₀, as {@link FlowModel#encode} returns and {@link FlowModel#transport} takes
     * it.
     */
    public int encodedDimension() {
        return encoded.stream().reduce(1, Math::multiplyExact);
    }

    /** Dimension of one transported particle, as {@link FlowModel#transport} returns it. */
    public int transportedDimension() {
        return segments.get(segments.size() - 1).dimension();
    }

    /** Number of blocks over all segments, K. */
    public int blocks() {
        return segments.stream().mapToInt(Segment::blocks).sum();
    }

    /**
     * Dimension of a particle that enters a block: the dimension of the previous block's output.
     *
     * @param block index over all segments, from 0
     * @throws IllegalArgumentException if there is no such block
     */
    public int enteringDimension(int block) {
        checkBlock(block);
        return block == 0 ? encodedDimension() : leavingDimension(block - 1);
    }

    /**
     * Dimension of a particle that leaves a block: the dimension of the block's segment.
     *
     * @param block index over all segments, from 0
     * @throws IllegalArgumentException if there is no such block
     */
    public int leavingDimension(int block) {
        checkBlock(block);
        int segment = 0;
        for (int after = segments.get(0).blocks(); block >= after; after += segments.get(segment).blocks()) {
            segment++;
        }
        return segments.get(segment).dimension();
    }

    private void checkBlock(int block) {
        if (block < 0 || block >= blocks()) {
            throw new IllegalArgumentException(
                    "there is no block " + block + " in a flow of the blocks 0 to " + (blocks() - 1));
        }
    }

    private static void checkExtents(String what, List<Integer> shape) {
        if (shape.isEmpty() || shape.stream().anyMatch(extent -> extent < 1)) {
            throw new IllegalArgumentException(what + "'s shape has extents of at least 1, not " + shape);
        }
    }
}
