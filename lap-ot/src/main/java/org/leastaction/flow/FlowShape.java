package org.leastaction.flow;

import java.util.List;

/**
 * The sizes of a flow.
 *
 * @param input    shape of one input, e.g. [28, 28, 1] (height, width, channels) or [2]
 * @param encoded  shape of one encoded particle x₀; the first segment's shape, unless its first shortcut changes it
 * @param segments the stages of T in order, at least one
 * @param classes  number of classes that F tells apart, at least 2; 0 for a flow without a classifier
 */
public record FlowShape(List<Integer> input, List<Integer> encoded, List<Segment> segments, int classes) {

    /** @throws IllegalArgumentException if there is no segment, a non-positive extent, or 1 class or fewer than none */
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

    /** Numbers of one input: what {@link FlowModel#encode} takes. */
    public int inputDimension() {
        return input.stream().reduce(1, Math::multiplyExact);
    }

    /** Numbers of one encoded particle x₀: what {@link FlowModel#encode} returns and {@link FlowModel#transport} takes. */
    public int encodedDimension() {
        return encoded.stream().reduce(1, Math::multiplyExact);
    }

    /** Numbers of one transported particle: what {@link FlowModel#transport} returns. */
    public int transportedDimension() {
        return segments.get(segments.size() - 1).dimension();
    }

    /** Blocks of all segments together, K. */
    public int blocks() {
        return segments.stream().mapToInt(Segment::blocks).sum();
    }

    /**
     * Numbers of one particle as it enters a block: the dimension that the block before left it with.
     *
     * @param block over all segments, from 0
     * @throws IllegalArgumentException if there is no such block
     */
    public int enteringDimension(int block) {
        checkBlock(block);
        return block == 0 ? encodedDimension() : leavingDimension(block - 1);
    }

    /**
     * Numbers of one particle as it leaves a block: the dimension of the block's segment.
     *
     * @param block over all segments, from 0
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
