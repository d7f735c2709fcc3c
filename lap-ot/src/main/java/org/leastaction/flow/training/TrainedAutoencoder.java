package org.leastaction.flow.training;

import java.util.List;
import java.util.Objects;

/**
 * A trained autoencoder and how it came to be. Closing it closes the model.
 *
 * @param epochs  in order; the errors of a training that diverged are not finite
 * @param seconds wall-clock time of the training
 */
public record TrainedAutoencoder(Autoencoder model, List<AutoencoderEpoch> epochs, double seconds)
        implements AutoCloseable {

    public TrainedAutoencoder {
        Objects.requireNonNull(model, "model");
        epochs = List.copyOf(epochs);
    }

    @Override
    public void close() {
        model.close();
    }
}
