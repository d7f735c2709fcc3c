package org.leastaction.flow.training;

import java.util.List;
import java.util.Objects;
import org.leastaction.flow.training.AutoencoderListener.AutoencoderEpoch;

/**
 * A trained autoencoder with its training history. Closing it closes the model.
 *
 * @param epochs  the epochs, in order; if the training diverged, their errors become not finite
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
