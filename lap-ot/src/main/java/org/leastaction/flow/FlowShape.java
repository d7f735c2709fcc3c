package org.leastaction.flow;

import java.util.List;

/**
 * The sizes of a flow.
 *
 * @param input    shape of one input, e.g. [28, 28, 1] (height, width, channels) or [2]
 * @param encoded  shape of one encoded particle x₀; the first segment's shape, unless its first shortcut changes it
 * @param segments the stages of T in order, at least one
 * @param classes  number of classes that F tells apart, at least 2
 */
public record FlowShape(List<Integer> input, List<Integer> encoded, List<Segment> segments, int classes) {

    /** @throws IllegalArgumentException if there is no segment, a non-positive extent or fewer than 2 classes */
    public FlowShape {
        input = List.copyOf(input);
        encoded = List.copyOf(encoded);
        segments = List.copyOf(segments);
        checkExtents("an input", input);
        checkExtents("an encoded particle", encoded);
        if (segments.isEmpty()) {
            throw new IllegalArgumentException("a flow has at least one segment");
        }
        if (classes < 2) {
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

    private static void checkExtents(String what, List<Integer> shape) {
        if (shape.isEmpty() || shape.stream().anyMatch(extent -> extent < 1)) {
            throw new IllegalArgumentException(what + "'s shape has extents of at least 1, not " + shape);
        }
    }
}
