package org.leastaction.flow.training;

/** Receives the progress of an autoencoder's training, on the training thread. */
@FunctionalInterface
public interface AutoencoderListener {

    /** An epoch has ended. */
    void epochEnded(AutoencoderEpoch epoch);

    /** A step has ended: a sign of life between two epochs, which trainers should give. */
    default void stepEnded() {}

    /**
     * A remark for the user, for example that the training resumes from a checkpoint.
     *
     * @param sentence without a full stop
     */
    default void remarked(String sentence) {}

    /**
     * The results of one epoch of an autoencoder.
     *
     * @param epoch         from 1
     * @param learningRate  learning rate of this epoch
     * @param trainingError mean squared error per element, over the epoch's batches in training mode
     * @param testError     mean squared error per element on the test set, in inference mode
     */
    public record AutoencoderEpoch(int epoch, double learningRate, double trainingError, double testError) {}
}
