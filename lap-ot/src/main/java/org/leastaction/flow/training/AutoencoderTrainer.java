package org.leastaction.flow.training;

import java.util.function.Consumer;
import org.leastaction.flow.backend.Execution;

/** Trains autoencoders, for backends that can. */
@FunctionalInterface
public interface AutoencoderTrainer {

    /**
     * Trains one autoencoder; stops early when its error is no longer finite.
     *
     * @param listener hears of every epoch
     * @return the caller closes it
     * @throws InterruptedException if the thread was interrupted; nothing is left open
     */
    TrainedAutoencoder train(AutoencoderRun run, Execution execution, Consumer<AutoencoderEpoch> listener)
            throws InterruptedException;
}
