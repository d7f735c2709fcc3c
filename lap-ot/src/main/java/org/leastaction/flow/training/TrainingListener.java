package org.leastaction.flow.training;

/** Hears of a training's progress, on the training thread. */
public interface TrainingListener {

    /** A listener that does nothing. */
    TrainingListener NONE = (run, epoch) -> {};

    /**
     * An epoch of a run has ended.
     *
     * @param run   index of the run in the list that is trained
     * @param epoch what it showed
     */
    void epochEnded(int run, EpochRecord epoch);

    /**
     * Something that whoever waits for the training should know, such as that it goes on from a checkpoint.
     *
     * @param sentence without a full stop
     */
    default void remarked(String sentence) {}
}
