package org.leastaction.flow.training;

import java.io.IOException;
import org.leastaction.flow.backend.Execution;

/** Trains autoencoders. */
@FunctionalInterface
public interface AutoencoderTrainer {

    /**
     * Trains one autoencoder; stops early when its error is no longer finite.
     *
     * @param listener is called after every epoch
     * @return the trained autoencoder; the caller closes it
     * @throws InterruptedException if the thread was interrupted; nothing is left open
     */
    TrainedAutoencoder train(AutoencoderRun run, Execution execution, AutoencoderListener listener)
            throws InterruptedException;

    /**
     * Trains and saves the state of the training, as {@link FlowTrainer} does. Called again with the same run, it
     * resumes and ends with the same result, bit for bit on the same machine and number of threads. The listener
     * receives the epochs before the restart again. A trainer that saves no state starts from the beginning.
     *
     * @param checkpointing where the state is saved; the caller {@linkplain Checkpointing#discard discards} it after
     *                      saving the result
     * @throws org.leastaction.io.InputFileException if the folder contains the state of another training, or an
     *     incomplete state; the message names the folder and the difference
     * @throws IOException                            if the state cannot be written
     */
    default TrainedAutoencoder train(
            AutoencoderRun run, Execution execution, AutoencoderListener listener, Checkpointing checkpointing)
            throws IOException, InterruptedException {
        return train(run, execution, listener);
    }
}
