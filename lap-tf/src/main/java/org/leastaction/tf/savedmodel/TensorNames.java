package org.leastaction.tf.savedmodel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.leastaction.flow.layers.FlowTensor;

/** The {@linkplain FlowTensor names of a flow's tensors} in a signature, whose only input may have any name. */
final class TensorNames {

    /** The signature that is read: TensorFlow's default. */
    static final String SIGNATURE = "serving_default";

    private TensorNames() {}

    /**
     * The blocks named by outputs, in order.
     *
     * @throws IllegalArgumentException if there is none, one is missing, or segments are out of order; the message
     *                                  states what is needed
     */
    static List<FlowTensor.OfBlock> blocks(Collection<String> outputs) {
        TreeMap<Integer, FlowTensor.OfBlock> found = new TreeMap<>();
        for (String output : outputs) {
            FlowTensor.blockWithOutput(output).ifPresent(name -> {
                FlowTensor.OfBlock other = found.put(name.block(), name);
                if (other != null) {
                    throw new IllegalArgumentException("block " + name.block() + " is named in two segments, "
                            + other.output() + " and " + name.output() + "; blocks are numbered through all segments");
                }
            });
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException("its signature names no block; an output 'segment1_block1_output',"
                    + " and so on for each block, is needed beside 'encoded' and 'logits'");
        }
        checkOrder(found);
        return new ArrayList<>(found.values());
    }

    private static void checkOrder(SortedMap<Integer, FlowTensor.OfBlock> blocks) {
        int block = 0;
        int segment = 0;
        for (FlowTensor.OfBlock name : blocks.values()) {
            if (name.block() != ++block) {
                throw new IllegalArgumentException(
                        "its signature names block " + name.block() + " but no block " + block
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
