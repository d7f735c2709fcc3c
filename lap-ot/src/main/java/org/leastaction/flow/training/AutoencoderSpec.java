package org.leastaction.flow.training;

import java.util.List;
import java.util.Objects;
import org.leastaction.flow.training.ImageEncoderSpec.Resolution;
import org.leastaction.settings.Setting;
import org.leastaction.settings.SettingSchema;
import org.leastaction.settings.SettingType;
import org.leastaction.settings.Settings;

/**
 * The architecture of an autoencoder of images: an encoder, and a decoder that mirrors it with transposed convolutions
 * and ends in tanh, scaled to the range of the training images channel by channel.
 *
 * @param encoder   φ
 * @param batchNorm whether an encoder of full resolution and its decoder use batch normalisation
 * @param input     shape of one image, [height, width, channels]
 */
public record AutoencoderSpec(ImageEncoderSpec encoder, boolean batchNorm, List<Integer> input) {

    /** The name on the command line and in files. */
    public static final String FAMILY = "autoencoder";

    private static final Setting<Integer> FILTERS = Setting.dependent(
            "filters", SettingType.wholeNumber(2), "32 for grey images, 100 for colour images",
            "channels of the encoded images");
    private static final Setting<Resolution> RESOLUTION = Setting.of(
            "resolution", SettingType.choice(Resolution.class), Resolution.HALF,
            "resolution of the encoded images: half, by a convolution of stride 2, or full");
    private static final Setting<Boolean> BATCH_NORM =
            Setting.of("batch-norm", SettingType.flag(), true, "normalise over the batch");

    /** The settings of an autoencoder. */
    public static final SettingSchema SETTINGS = SettingSchema.of(FILTERS, RESOLUTION, BATCH_NORM);

    /** @throws IllegalArgumentException unless the inputs are images */
    public AutoencoderSpec {
        Objects.requireNonNull(encoder, "encoder");
        if (input.size() != 3 || input.stream().anyMatch(extent -> extent < 1)) {
            throw new IllegalArgumentException("an " + FAMILY
                    + " takes images [height, width, channels], not points of shape " + input);
        }
        input = List.copyOf(input);
    }

    /**
     * The autoencoder with some settings.
     *
     * @param settings values for {@link #SETTINGS}; by default 32 filters for grey images and 100 for others
     * @throws IllegalArgumentException unless the inputs are images
     */
    public static AutoencoderSpec of(Settings settings, List<Integer> input) {
        int filters = settings.find(FILTERS).orElse(input.get(input.size() - 1) == 1 ? 32 : 100);
        return new AutoencoderSpec(
                new ImageEncoderSpec(settings.get(RESOLUTION), filters), settings.get(BATCH_NORM), input);
    }

    /**
     * Checks that a network's encoder is this one.
     *
     * @throws IllegalArgumentException if it is not; the message states the difference
     */
    public void requireFit(NetworkSpec network) {
        String name = "the network " + network.family().key();
        AutoencoderSpec own = network.autoencoder().orElseThrow(
                () -> new IllegalArgumentException(name + " has no encoder to pretrain"));
        if (!input.equals(network.input())) {
            throw new IllegalArgumentException("the encoder takes inputs of shape " + input + ", " + name + " of "
                    + network.input());
        }
        if (!encoder.equals(own.encoder)) {
            throw new IllegalArgumentException("the encoder has " + describe(encoder) + ", that of " + name + " "
                    + describe(own.encoder));
        }
        if (encoder.resolution() == Resolution.FULL && batchNorm != own.batchNorm) {
            throw new IllegalArgumentException(
                    "either the encoder or " + name + " has batch normalisation, and the other has not");
        }
    }

    private static String describe(ImageEncoderSpec encoder) {
        return encoder.resolution().key() + " resolution and " + encoder.filters() + " filters";
    }
}
