package org.leastaction.tf.network;

import java.util.List;
import org.leastaction.flow.training.ImageEncoderSpec;
import org.leastaction.flow.training.ImageEncoderSpec.Resolution;
import org.leastaction.tf.graph.ConvolutionSizes;
import org.leastaction.tf.graph.Layers;
import org.leastaction.tf.graph.SingleLayers;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * The encoder of {@link ImageEncoderSpec}: two convolutions with biases, ReLU after each; at full resolution with batch
 * normalisation before ReLU if it is on.
 */
public final class ImageEncoder {

    private final List<Integer> input;
    private final int filters;
    private final Resolution resolution;
    private final boolean batchNorm;

    /**
     * @param input     shape of one image, [height, width, channels]
     * @param batchNorm of the network; an encoder of half resolution never has any
     */
    public ImageEncoder(List<Integer> input, ImageEncoderSpec spec, boolean batchNorm) {
        this.input = List.copyOf(input);
        this.filters = spec.filters();
        this.resolution = spec.resolution();
        this.batchNorm = resolution == Resolution.FULL && batchNorm;
    }

    /** Shape of one encoded image. */
    public List<Integer> particle() {
        return resolution == Resolution.HALF
                ? List.of(halved(input.get(0)), halved(input.get(1)), filters)
                : List.of(input.get(0), input.get(1), filters);
    }

    /** From [1, batch, inputDimension] to [batch, height, width, filters]. */
    public Operand<TFloat32> encode(Layers layers, Operand<TFloat32> inputs) {
        int between = filters / 2;
        int size = resolution == Resolution.HALF ? 5 : 3;
        int stride = resolution == Resolution.HALF ? 2 : 1;
        SingleLayers single = (SingleLayers) layers;
        Operand<TFloat32> image = single.images(inputs, input);
        Operand<TFloat32> wide = single.convolution(
                "encoder/first", image, ConvolutionSizes.of(input.get(2), between, 3).withBias());
        wide = activated(layers, "encoder/norm1", wide, between);
        Operand<TFloat32> encoded = single.convolution(
                "encoder/second", wide, ConvolutionSizes.of(between, filters, size).withStride(stride).withBias());
        return activated(layers, "encoder/norm2", encoded, filters);
    }

    private Operand<TFloat32> activated(Layers layers, String norm, Operand<TFloat32> x, int channels) {
        return layers.relu(batchNorm ? layers.batchNorm(norm, x, channels) : x);
    }

    /** Half of an extent, rounded up: the extent after a stride of 2. */
    static int halved(int extent) {
        return (extent + 1) / 2;
    }
}
