package org.leastaction.flow.training;

import java.util.List;
import java.util.Objects;
import org.leastaction.flow.training.NetworkSpec.BatchNorm;

/**
 * The architecture of an autoencoder of images: an encoder, and a decoder that mirrors it with transposed convolutions
 * and ends in tanh, stretched to the range of the training images channel by channel.
 *
 * @param encoder   φ
 * @param batchNorm whether an encoder of full resolution and its decoder normalise over the batch
 * @param input     shape of one image, [height, width, channels]
 */
public record AutoencoderSpec(ImageEncoderSpec encoder, BatchNorm batchNorm, List<Integer> input) {

    /** The name on the command line and in files. */
    public static final String FAMILY = "autoencoder";

    /** @throws IllegalArgumentException unless the inputs are images */
    public AutoencoderSpec {
        Objects.requireNonNull(encoder, "encoder");
        Objects.requireNonNull(batchNorm, "batchNorm");
        input = Sizes.image(FAMILY, input);
    }

    /**
     * Checks that a network's encoder is this one.
     *
     * @throws IllegalArgumentException if it is not; the message says what differs
     */
    public void requireFit(NetworkSpec network) {
        ImageEncoderSpec own = network.imageEncoder().orElseThrow(() -> new IllegalArgumentException(
                "the network " + network.family() + " has no encoder to pretrain"));
        if (!input.equals(network.input())) {
            throw new IllegalArgumentException("the encoder takes inputs of shape " + input + ", the network "
                    + network.family() + " of " + network.input());
        }
        if (!encoder.equals(own)) {
            throw new IllegalArgumentException("the encoder has " + describe(encoder) + ", that of the network "
                    + network.family() + " " + describe(own));
        }
        if (encoder.resolution() == ImageEncoderSpec.Resolution.FULL && batchNorm != network.batchNorm()) {
            throw new IllegalArgumentException(
                    "of the encoder and the network " + network.family() + ", one has batch normalisation");
        }
    }

    private static String describe(ImageEncoderSpec encoder) {
        return encoder.resolution().key() + " resolution and " + encoder.filters() + " filters";
    }
}
