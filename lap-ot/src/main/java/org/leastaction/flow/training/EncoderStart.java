package org.leastaction.flow.training;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;

/**
 * Where a network's encoder starts, if not at random.
 *
 * @param autoencoder what {@link Autoencoder#save} wrote, by the backend that trains the network
 */
public record EncoderStart(Path autoencoder, Learning learning) {

    /** What becomes of the encoder during the training. */
    public enum Learning {
        /** It stays as it is, running statistics included, and its autoencoder's decoder comes with the network. */
        FROZEN,
        /** It learns with the network. */
        LEARNED;

        /** The name in files. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public EncoderStart {
        Objects.requireNonNull(autoencoder, "autoencoder");
        Objects.requireNonNull(learning, "learning");
    }
}
