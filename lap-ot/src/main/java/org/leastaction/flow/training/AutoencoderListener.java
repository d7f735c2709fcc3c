package org.leastaction.flow.training;

/** Hears of an autoencoder's training, on the training thread. */
@FunctionalInterface
public interface AutoencoderListener {

    /** An epoch has ended. */
    void epochEnded(AutoencoderEpoch epoch);

    /**
     * Something that whoever waits for the training should know, such as that it goes on from a checkpoint.
     *
     * @param sentence without a full stop
     */
    default void remarked(String sentence) {}
}
