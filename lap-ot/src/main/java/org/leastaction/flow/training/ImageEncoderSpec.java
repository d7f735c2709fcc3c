package org.leastaction.flow.training;

import java.util.Locale;
import java.util.Objects;

/**
 * The convolutional encoder φ of the paper's single-representation networks, and of the autoencoders that pretrain it.
 *
 * @param resolution what it does to height and width
 * @param filters    C, channels of its output, at least 2; between its two convolutions there are ⌊C/2⌋
 */
public record ImageEncoderSpec(Resolution resolution, int filters) {

    /** Height and width of the encoding. */
    public enum Resolution {
        /** 3 × 3, ReLU, 5 × 5 of stride 2, ReLU: the encoder for MNIST and CIFAR10. Half of the input, rounded up. */
        HALF,
        /** 3 × 3, BN, ReLU, 3 × 3, BN, ReLU: the encoder for CIFAR100. That of the input. */
        FULL;

        /** The name in files and on the command line. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @throws IllegalArgumentException for fewer than 2 filters */
    public ImageEncoderSpec {
        Objects.requireNonNull(resolution, "resolution");
        if (filters < 2) {
            throw new IllegalArgumentException("an encoder of images needs at least 2 filters, not " + filters);
        }
    }

    /** To half the resolution. */
    public static ImageEncoderSpec halving(int filters) {
        return new ImageEncoderSpec(Resolution.HALF, filters);
    }

    /** At full resolution. */
    public static ImageEncoderSpec full(int filters) {
        return new ImageEncoderSpec(Resolution.FULL, filters);
    }

    public ImageEncoderSpec withFilters(int newFilters) {
        return new ImageEncoderSpec(resolution, newFilters);
    }
}
