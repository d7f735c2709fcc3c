package org.leastaction.tf.savedmodel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of a flow's tensors in a signature. Segments and blocks are numbered from 1, blocks through all segments:
 * {@code segment2_block4_output} is what leaves the fourth block of the network, the first or a later one of the second
 * segment.
 */
final class TensorNames {

    /** The signature that is looked at, TensorFlow's usual one. */
    static final String SIGNATURE = "serving_default";

    /** The name of the inputs in what is written here; in what is read the only input may have any name. */
    static final String INPUT = "input";

    /** x₀. */
    static final String ENCODED = "encoded";

    /** What the softmax takes. */
    static final String LOGITS = "logits";

    private static final Pattern OUTPUT = Pattern.compile("segment([1-9]\\d{0,3})_block([1-9]\\d{0,4})_output");

    private TensorNames() {}

    /**
     * A named block.
     *
     * @param segment from 1
     * @param block   from 1, over all segments
     */
    record BlockName(int segment, int block) {

        /** x<sub>k+1</sub>. */
        String output() {
            return prefix() + "output";
        }

        /** v(x<sub>k</sub>). */
        String residue() {
            return prefix() + "residue";
        }

        /** What the residue is added to, where that is not x<sub>k</sub> itself. */
        String shortcut() {
            return prefix() + "shortcut";
        }

        private String prefix() {
            return "segment" + segment + "_block" + block + "_";
        }
    }

    /**
     * The blocks that outputs name, in order.
     *
     * @throws IllegalArgumentException if there is none, one is missing, or segments are out of order; the message says
     *     what would be right
     */
    static List<BlockName> blocks(Collection<String> outputs) {
        TreeMap<Integer, BlockName> found = new TreeMap<>();
        for (String output : outputs) {
            Matcher matcher = OUTPUT.matcher(output);
            if (matcher.matches()) {
                BlockName name =
                        new BlockName(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
                BlockName other = found.put(name.block(), name);
                if (other != null) {
                    throw new IllegalArgumentException("block " + name.block() + " is named in two segments, "
                            + other.output() + " and " + name.output() + "; blocks are numbered through all segments");
                }
            }
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException("its signature names no block; an output 'segment1_block1_output',"
                    + " and so on for each block, is needed beside 'encoded' and 'logits'");
        }
        checkOrder(found);
        return new ArrayList<>(found.values());
    }

    private static void checkOrder(TreeMap<Integer, BlockName> blocks) {
        int block = 0;
        int segment = 0;
        for (BlockName name : blocks.values()) {
            if (name.block() != ++block) {
                throw new IllegalArgumentException("its signature names block " + name.block() + " but no block " + block
                        + "; blocks are numbered from 1 through all segments");
            }
            if (name.segment() != segment && name.segment() != segment + 1) {
                throw new IllegalArgumentException("its signature has block " + block + " in segment " + name.segment()
                        + " after segment " + segment + "; segments are numbered from 1 in the order of the blocks");
            }
            segment = name.segment();
        }
    }
}
