package org.leastaction.flow.inspection;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.leastaction.flow.NamedInputs.NamedInput;

/**
 * How a network is cut.
 *
 * @param about        facts about the file, e.g. opset, producer
 * @param inputs       its inputs, as its file declares them
 * @param input        name of the tensor that enters it: its input's, or that of the rows that hold several inputs
 * @param inputShape   shape of one sample, images as height, width, channels
 * @param encoder      operators before the first block with their counts, in order
 * @param encodedShape shape of one particle that enters the first block; of one input if there is no block
 * @param segments     the blocks; empty if there is none
 * @param classifier   operators after the last block with their counts, in order
 * @param outputs      all outputs of the file, in its order
 * @param output       name of the output that is read
 * @param outputShape  shape of one output
 * @param ending       kind of the output
 * @param unrecognised operations that were not recognised as blocks
 * @param remarks      sentences about choices that the file left open, for example which of several outputs is used
 */
public record FlowCut(
        Map<String, String> about,
        List<NamedInput> inputs,
        String input,
        List<Integer> inputShape,
        Map<String, Integer> encoder,
        List<Integer> encodedShape,
        List<CutSegment> segments,
        Map<String, Integer> classifier,
        List<CutOutput> outputs,
        String output,
        List<Integer> outputShape,
        Ending ending,
        List<Unrecognised> unrecognised,
        List<String> remarks) {

    public FlowCut {
        inputs = List.copyOf(inputs);
        Objects.requireNonNull(input, "input");
        inputShape = List.copyOf(inputShape);
        encodedShape = List.copyOf(encodedShape);
        segments = List.copyOf(segments);
        outputs = List.copyOf(outputs);
        Objects.requireNonNull(output, "output");
        outputShape = List.copyOf(outputShape);
        Objects.requireNonNull(ending, "ending");
        unrecognised = List.copyOf(unrecognised);
        remarks = List.copyOf(remarks);
    }

    /** The same with a further remark. */
    public FlowCut withRemark(String sentence) {
        List<String> more = Stream.concat(remarks.stream(), Stream.of(sentence)).toList();
        return new FlowCut(about, inputs, input, inputShape, encoder, encodedShape, segments, classifier, outputs,
                output, outputShape, ending, unrecognised, more);
    }

    /** Number of blocks over all segments. */
    public int blocks() {
        return segments.stream().mapToInt(segment -> segment.blocks().size()).sum();
    }

    /**
     * Names of all blocks by their modules: of "/layer1/layer1.0/Add" it is "layer1.0". The modules around it, as in
     * "layer.0/output", and where several blocks end in one module the operation, as in "layers.0/Add", are part of a
     * name where blocks had equal names without them. Names without a module are unchanged.
     */
    public List<String> moduleNames() {
        return BlockNames.shortened(segments.stream().flatMap(segment -> segment.blocks().stream())
                .map(CutBlock::name).toList());
    }

    /** Whether a network without blocks can be analysed as a single map of points: its dimension does not change. */
    public boolean isStaticMap() {
        return segments.isEmpty() && dimension(inputShape) == dimension(outputShape);
    }

    private static long dimension(List<Integer> shape) {
        return shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
    }

    /**
     * An output of a network.
     *
     * @param shape with the batch, −1 for a free extent; empty if the file does not state it
     */
    public record CutOutput(String name, List<Integer> shape) {

        public CutOutput {
            Objects.requireNonNull(name, "name");
            shape = List.copyOf(shape);
        }
    }

    /** The term to which a block adds its residue. */
    public enum Shortcut {
        /** The block's input, or a multiple of it by constants. */
        IDENTITY,
        /** A linear image of the input, such as a strided convolution. */
        PROJECTION,
        /** The input after layers that are not a residual block. */
        TRANSITION
    }

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

    /**
     * One residual block of a network.
     *
     * @param name      name of its addition
     * @param shortcut  kind of its shortcut
     * @param input     name of its input tensor
     * @param output    name of its output tensor
     * @param operators operators of its residue, in order, e.g. Conv, Relu, Conv
     * @param after     operators between the addition and the block's output, e.g. Relu
     */
    public record CutBlock(
            String name, Shortcut shortcut, String input, String output, List<String> operators, List<String> after) {

        public CutBlock {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(shortcut, "shortcut");
            Objects.requireNonNull(input, "input");
            Objects.requireNonNull(output, "output");
            operators = List.copyOf(operators);
            after = List.copyOf(after);
        }
    }

    /**
     * An operation that resembles a block but was not recognised as one.
     *
     * @param name   name of the operation
     * @param reason the reason, as a clause
     */
    public record Unrecognised(String name, String reason) {

        public Unrecognised {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(reason, "reason");
        }
    }

    /** Role of a model that was found in a network from another framework: reports how the network was cut. */
    public interface CutModel {

        FlowCut cut();
    }
}
