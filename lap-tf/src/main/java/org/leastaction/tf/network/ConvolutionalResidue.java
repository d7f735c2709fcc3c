package org.leastaction.tf.network;

import org.leastaction.tf.graph.ConvolutionSizes;
import org.leastaction.tf.graph.SingleLayers;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * v(x) = h·conv(ReLU(BN(conv(ReLU(BN(x)))))), both convolutions 3 × 3 and without bias (He et al. 2016).
 *
 * @param filters  channels of the particles
 * @param timeStep h
 */
record ConvolutionalResidue(int filters, boolean batchNorm, double timeStep) {

    /** The first operation of a block. */
    enum Start {
        /** Its first convolution, for inputs that come from a ReLU. */
        CONVOLUTION,
        /** Normalisation and ReLU. */
        ACTIVATION
    }

    /** @param x [batch, height, width, filters] */
    Operand<TFloat32> of(SingleLayers layers, String name, Operand<TFloat32> x, Start start) {
        ConvolutionSizes sizes = ConvolutionSizes.of(filters, filters, 3);
        Operand<TFloat32> first = start == Start.CONVOLUTION ? x : activated(layers, name + "/norm1", x);
        first = layers.convolution(name + "/first", first, sizes);
        Operand<TFloat32> second = activated(layers, name + "/norm2", first);
        return layers.scaled(layers.convolution(name + "/second", second, sizes), timeStep);
    }

    /** ReLU(BN(x)), or ReLU(x). */
    Operand<TFloat32> activated(SingleLayers layers, String norm, Operand<TFloat32> x) {
        return layers.relu(batchNorm ? layers.batchNorm(norm, x, filters) : x);
    }
}
