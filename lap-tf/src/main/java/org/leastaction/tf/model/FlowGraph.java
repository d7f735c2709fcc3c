package org.leastaction.tf.model;

import java.util.ArrayList;
import java.util.List;
import org.leastaction.flow.FlowShape;
import org.leastaction.tf.graph.Layers;
import org.leastaction.tf.network.Network;
import org.leastaction.tf.network.Network.Block;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/**
 * The tensors of a flow in a graph, from the inputs to the classes in one piece. To start in between, feed the tensor
 * there: TensorFlow computes nothing that only fed tensors depend on.
 *
 * <p>The first axis of unknown extent is the batch. The elements of a point follow it in row-major order.
 *
 * @param shape       sizes of the flow
 * @param inputs      a placeholder
 * @param encoded     x₀, as it enters the first block
 * @param blocks      in order, over all segments
 * @param transported x<sub>K</sub>, as it leaves the last block
 * @param logits      [n, classes]
 */
public record FlowGraph(
        FlowShape shape,
        Operand<TFloat32> inputs,
        Operand<TFloat32> encoded,
        List<BlockTensors> blocks,
        Operand<TFloat32> transported,
        Operand<TFloat32> logits) {

    /**
     * The tensors of one block.
     *
     * @param segment  index of the block's segment
     * @param entering x<sub>k</sub>; the same tensor as {@code shortcut} if the shortcut is the identity
     */
    public record BlockTensors(
            int segment,
            Operand<TFloat32> entering,
            Operand<TFloat32> shortcut,
            Operand<TFloat32> residue,
            Operand<TFloat32> output) {

        boolean hasIdentityShortcut() {
            return shortcut.asOutput().equals(entering.asOutput());
        }
    }

    /** Adds a network to a graph. */
    static FlowGraph of(Network network, Layers layers) {
        Ops tf = layers.tf();
        FlowShape shape = network.shape();
        Placeholder<TFloat32> inputs =
                tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(1, -1, shape.inputDimension())));
        Operand<TFloat32> encoded = network.encode(layers, inputs);
        List<BlockTensors> blocks = new ArrayList<>();
        Operand<TFloat32> state = encoded;
        for (int segment = 0; segment < shape.segments().size(); segment++) {
            for (int b = 0; b < shape.segments().get(segment).blocks(); b++) {
                Block block = network.block(layers, blocks.size(), state);
                blocks.add(new BlockTensors(segment, state, block.shortcut(), block.residue(), block.output()));
                state = block.output();
            }
        }
        return new FlowGraph(shape, inputs, encoded, List.copyOf(blocks), state, network.classify(layers, state));
    }
}
