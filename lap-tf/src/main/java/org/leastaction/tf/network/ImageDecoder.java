package org.leastaction.tf.network;

import java.util.List;
import org.leastaction.flow.training.AutoencoderSpec;
import org.leastaction.flow.training.ImageEncoderSpec.Resolution;
import org.leastaction.tf.graph.ConvolutionSizes;
import org.leastaction.tf.graph.Layers;
import org.leastaction.tf.graph.SingleLayers;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * The decoder that mirrors an {@link ImageEncoder}: two transposed convolutions with biases, ReLU between them, tanh
 * after them. A fixed map per image channel, centre + half range · tanh, scales the range from −1 to 1 of tanh to that
 * of normalised images.
 */
public final class ImageDecoder {

    /** Prefix of the names of its parameters. */
    public static final String DECODER = "decoder/";

    /** The middle of each channel's range. */
    public static final String CENTRE = DECODER + "centre";

    /** Half of each channel's range. */
    public static final String HALF_RANGE = DECODER + "half_range";

    private final List<Integer> input;
    private final ImageEncoder encoder;
    private final int filters;
    private final Resolution resolution;
    private final boolean batchNorm;

    public ImageDecoder(AutoencoderSpec spec) {
        this.input = spec.input();
        this.encoder = new ImageEncoder(spec.input(), spec.encoder(), spec.batchNorm());
        this.filters = spec.encoder().filters();
        this.resolution = spec.encoder().resolution();
        this.batchNorm = resolution == Resolution.FULL && spec.batchNorm();
    }

    /** Number of elements of one encoded image. */
    public int encodedDimension() {
        return encoder.particle().stream().reduce(1, Math::multiplyExact);
    }

    /** From particles [.., encodedDimension] to [batch, height, width, channels]. */
    public Operand<TFloat32> decode(Layers layers, Operand<TFloat32> particles) {
        int height = input.get(0);
        int width = input.get(1);
        int channels = input.get(2);
        int between = filters / 2;
        List<Integer> particle = encoder.particle();
        SingleLayers single = (SingleLayers) layers;
        ConvolutionSizes first = resolution == Resolution.HALF
                ? ConvolutionSizes.of(filters, between, 5).withStride(2)
                : ConvolutionSizes.of(filters, between, 3);
        Operand<TFloat32> x = single.transposedConvolution(
                "decoder/first", single.images(particles, particle), first.withBias(), height, width);
        x = layers.relu(batchNorm ? layers.batchNorm("decoder/norm", x, between) : x);
        x = single.transposedConvolution(
                "decoder/second", x, ConvolutionSizes.of(between, channels, 3).withBias(), height, width);
        return single.stretched(CENTRE, HALF_RANGE, layers.tf().math.tanh(x), channels);
    }
}
