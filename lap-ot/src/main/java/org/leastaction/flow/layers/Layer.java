package org.leastaction.flow.layers;

import java.util.List;

/**
 * One layer of a network in inference: it makes a tensor, known by its name, of others.
 *
 * <p>Shapes are those of one point, without the batch: [height, width, channels] of an image, [d] of a row.
 */
public sealed interface Layer
        permits Addition, BatchNormalisation, ChannelMeans, Convolution, Dense, Flattening, Relu, Scaling {

    /** Names of the tensors that it takes. */
    List<String> inputs();

    /** Name of the tensor that it makes. */
    String output();

    /**
     * The shape of what it makes.
     *
     * @param inputs shapes of what it takes, in the order of {@link #inputs}
     * @throws IllegalArgumentException if it cannot take them; the message says what would fit
     */
    List<Integer> shape(List<List<Integer>> inputs);
}
