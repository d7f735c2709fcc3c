package org.leastaction.flow.layers;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of a flow's tensors in exported files. */
public final class FlowTensor {

    /** The inputs. */
    public static final String INPUT = "input";

    /** x₀, the input of the first block. */
    public static final String ENCODED = "encoded";

    /** The logits, which are the input of the softmax, [classes]. */
    public static final String LOGITS = "logits";

    private static final Pattern BLOCK_OUTPUT = Pattern.compile("segment([1-9]\\d{0,3})_block([1-9]\\d{0,4})_output");

    private FlowTensor() {}

    /** The block whose output has this name; empty if there is none. */
    public static Optional<OfBlock> blockWithOutput(String name) {
        Matcher matcher = BLOCK_OUTPUT.matcher(name);
        return matcher.matches()
                ? Optional.of(new OfBlock(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    /**
     * The names of one block's tensors. Segments and blocks are numbered from 1, blocks through all segments:
     * {@code segment2_block4_output} is the output of the network's fourth block, which is in the second segment.
     *
     * @param segment from 1
     * @param block   from 1, over all segments
     */
    public record OfBlock(int segment, int block) {

        /** x<sub>k+1</sub>. */
        public String output() {
            return prefix() + "_output";
        }

        /** v(x<sub>k</sub>). */
        public String residue() {
            return prefix() + "_residue";
        }

        /** The term to which the residue is added, if it is not x<sub>k</sub> itself. */
        public String shortcut() {
            return prefix() + "_shortcut";
        }

        /** The common prefix of the names of the block's tensors. */
        public String prefix() {
            return "segment" + segment + "_block" + block;
        }
    }
}
