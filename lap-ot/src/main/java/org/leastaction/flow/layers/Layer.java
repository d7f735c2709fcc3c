package org.leastaction.flow.layers;

import java.util.List;

/**
 * One layer of a network in inference: it computes one named tensor from others.
 *
 * <p>Shapes are those of one point, without the batch: [height, width, channels] for an image, [d] for a row.
 */
public sealed interface Layer
        permits Addition, BatchNormalisation, ChannelMeans, Convolution, Dense, Flattening, Relu, Scaling {

    /** Names of its input tensors. */
    List<String> inputs();

    /** Name of its output tensor. */
    String output();

    /**
     * The shape of its output.
     *
     * @param inputs shapes of its inputs, in the order of {@link #inputs}
     * @throws IllegalArgumentException if it does not accept them; the message states what would fit
     */
    List<Integer> shape(List<List<Integer>> inputs);
}
