package org.leastaction.flow.inspection;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How a network is cut.
 *
 * @param about        what is known of the file, e.g. opset, producer
 * @param input        its input tensor
 * @param inputShape   shape of one input, images as height, width, channels
 * @param encoder      operators before the first block, by how often they occur, in order
 * @param encodedShape shape of one particle that enters the first block; of one input where there is no block
 * @param segments     the blocks; empty where there is none
 * @param classifier   operators after the last block, by how often they occur, in order
 * @param output       its output tensor
 * @param outputShape  shape of one output
 * @param ending       what the output is
 * @param unrecognised what was not taken for a block
 */
public record FlowCut(
        Map<String, String> about,
        String input,
        List<Integer> inputShape,
        Map<String, Integer> encoder,
        List<Integer> encodedShape,
        List<CutSegment> segments,
        Map<String, Integer> classifier,
        String output,
        List<Integer> outputShape,
        Ending ending,
        List<Unrecognised> unrecognised) {

    public FlowCut {
        Objects.requireNonNull(input, "input");
        inputShape = List.copyOf(inputShape);
        encodedShape = List.copyOf(encodedShape);
        segments = List.copyOf(segments);
        Objects.requireNonNull(output, "output");
        outputShape = List.copyOf(outputShape);
        Objects.requireNonNull(ending, "ending");
        unrecognised = List.copyOf(unrecognised);
    }

    /** Blocks of all segments together. */
    public int blocks() {
        return segments.stream().mapToInt(segment -> segment.blocks().size()).sum();
    }

    /** Whether a network without blocks can be looked at as one map of points: its dimension does not change. */
    public boolean isStaticMap() {
        return segments.isEmpty() && dimension(inputShape) == dimension(outputShape);
    }

    private static long dimension(List<Integer> shape) {
        return shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
    }
}
