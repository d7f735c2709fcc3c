package org.leastaction.flow.training;

import java.nio.file.Path;
import java.util.Objects;
import org.leastaction.settings.SettingType;

/**
 * Pretrained initial weights of a network's encoder.
 *
 * @param autoencoder folder written by {@link Autoencoder#save} of the backend that trains the network
 */
public record EncoderStart(Path autoencoder, Learning learning) {

    /** Whether the encoder is trained. */
    public enum Learning {
        /**
         * The encoder stays unchanged, running statistics included, and the autoencoder's decoder becomes part of the
         * network.
         */
        FROZEN,
        /** The encoder is trained with the network. */
        LEARNED;

        /** The name in files. */
        public String key() {
            return SettingType.word(this);
        }
    }

    public EncoderStart {
        Objects.requireNonNull(autoencoder, "autoencoder");
        Objects.requireNonNull(learning, "learning");
    }
}
