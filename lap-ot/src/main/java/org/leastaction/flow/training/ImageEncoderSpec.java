package org.leastaction.flow.training;

import java.util.Objects;
import org.leastaction.settings.SettingType;

/**
 * The convolutional encoder φ of the paper's single-representation networks, and of the autoencoders that pretrain it.
 *
 * @param resolution height and width of its output
 * @param filters    C, channels of its output, at least 2; its first convolution has ⌊C/2⌋ output channels
 */
public record ImageEncoderSpec(Resolution resolution, int filters) {

    /** Height and width of the encoding. */
    public enum Resolution {
        /**
         * 3 × 3, ReLU, 5 × 5 of stride 2, ReLU: the encoder for MNIST and CIFAR10. Half of the input size, rounded up.
         */
        HALF,
        /** 3 × 3, BN, ReLU, 3 × 3, BN, ReLU: the encoder for CIFAR100. The size of the input. */
        FULL;

        /** The name in files and on the command line. */
        public String key() {
            return SettingType.word(this);
        }
    }

    /** @throws IllegalArgumentException for fewer than 2 filters */
    public ImageEncoderSpec {
        Objects.requireNonNull(resolution, "resolution");
        if (filters < 2) {
            throw new IllegalArgumentException("an encoder of images needs at least 2 filters, not " + filters);
        }
    }

    /** An encoder to half the resolution. */
    public static ImageEncoderSpec halving(int filters) {
        return new ImageEncoderSpec(Resolution.HALF, filters);
    }

    /** An encoder at full resolution. */
    public static ImageEncoderSpec full(int filters) {
        return new ImageEncoderSpec(Resolution.FULL, filters);
    }
}
