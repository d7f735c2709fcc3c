package org.leastaction.tf.training;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.leastaction.flow.Segment;
import org.leastaction.flow.objective.BatchFlow;
import org.leastaction.tf.graph.Layers;
import org.leastaction.tf.network.Network;
import org.leastaction.tf.network.Network.Block;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * A network in a graph, from a batch of inputs to logits.
 *
 * @param encoded φ of the inputs
 * @param blocks  in order
 * @param logits  [instances · batch, classes]
 */
record NetworkPass(
        Network network, Operand<TFloat32> encoded, List<SegmentBlock> blocks, Operand<TFloat32> logits) {

    /**
     * A block of the pass.
     *
     * @param index of the segment, from 0
     */
    record SegmentBlock(int index, Segment segment, Block block) {

        private BatchFlow.Block<TensorArithmetic.Value> values(TensorArithmetic arithmetic) {
            int dimension = segment.dimension();
            return new BatchFlow.Block<>(
                    index,
                    dimension,
                    arithmetic.elements(block.shortcut(), dimension),
                    arithmetic.elements(block.residue(), dimension),
                    arithmetic.elements(block.output(), dimension));
        }
    }

    /**
     * Adds a network to a graph.
     *
     * @param moduleWise whether no gradient passes from a block to the one before it; the encoder belongs to the first
     */
    static NetworkPass of(Network network, Layers layers, Operand<TFloat32> inputs, boolean moduleWise) {
        Operand<TFloat32> encoded = network.encode(layers, inputs);
        List<SegmentBlock> blocks = new ArrayList<>();
        Operand<TFloat32> state = encoded;
        for (int s = 0; s < network.shape().segments().size(); s++) {
            Segment segment = network.shape().segments().get(s);
            for (int b = 0; b < segment.blocks(); b++) {
                Operand<TFloat32> entering =
                        moduleWise && !blocks.isEmpty() ? layers.tf().stopGradient(state) : state;
                Block block = network.block(layers, blocks.size(), entering);
                blocks.add(new SegmentBlock(s, segment, block));
                state = block.output();
            }
        }
        return new NetworkPass(network, encoded, List.copyOf(blocks), network.classify(layers, state));
    }

    /** The states as an objective sees them. */
    BatchFlow<TensorArithmetic.Value> flow(TensorArithmetic arithmetic) {
        return new BatchFlow<>(
                arithmetic.elements(encoded, network.shape().encodedDimension()),
                blocks.stream().map(block -> block.values(arithmetic)).toList());
    }

    /**
     * The logits of a classifier of each block but the last, of the form of the network's.
     *
     * @param layers the layers of the classifier of a block, by its index from 0
     */
    List<Operand<TFloat32>> logitsOfModules(IntFunction<Layers> layers) {
        List<Operand<TFloat32>> logits = new ArrayList<>();
        for (int k = 0; k < blocks.size() - 1; k++) {
            SegmentBlock module = blocks.get(k);
            logits.add(network.classify(layers.apply(k), module.block().output(), module.segment()));
        }
        return logits;
    }
}
