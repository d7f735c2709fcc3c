package org.leastaction.flow.training;

import org.leastaction.flow.training.TrainingCurve.EpochRecord;

/** Receives the progress of a training, on the training thread. */
public interface TrainingListener {

    /** A listener that does nothing. */
    TrainingListener NONE = (run, epoch) -> {};

    /**
     * An epoch of a run has ended.
     *
     * @param run   index of the run in the list that is trained
     * @param epoch its results
     */
    void epochEnded(int run, EpochRecord epoch);

    /** A step has ended: a sign of life between two epochs, which trainers should give. */
    default void stepEnded() {}

    /**
     * A remark for the user, for example that the training resumes from a checkpoint.
     *
     * @param sentence without a full stop
     */
    default void remarked(String sentence) {}
}
