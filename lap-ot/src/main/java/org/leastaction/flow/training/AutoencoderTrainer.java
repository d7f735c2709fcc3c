package org.leastaction.flow.training;

import java.io.IOException;
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
    TrainedAutoencoder train(AutoencoderRun run, Execution execution, AutoencoderListener listener)
            throws InterruptedException;

    /**
     * Trains and keeps the state of the training, as {@link FlowTrainer} does: called again with the same run it goes on,
     * and ends with the same result, bit for bit on one machine and number of threads. The listener hears the epochs before
     * the restart again. A trainer that keeps no state starts again.
     *
     * @param checkpointing where; the caller {@linkplain Checkpointing#discard discards} it when the result is kept
     * @throws org.leastaction.io.InputFileException if the folder holds the state of another training, or none that is
     *                                                whole; the message names it and what differs
     * @throws IOException                            if the state cannot be written
     */
    default TrainedAutoencoder train(
            AutoencoderRun run, Execution execution, AutoencoderListener listener, Checkpointing checkpointing)
            throws IOException, InterruptedException {
        return train(run, execution, listener);
    }
}
