package org.leastaction.tf.training;

import java.util.List;
import org.leastaction.flow.training.TrainingCurve.EpochRecord;
import org.leastaction.tf.training.Checkpoints.Standing;

/**
 * The state of an ensemble's training between two steps, without the variables of its graph; lists have one entry per
 * instance.
 *
 * @param epoch          epoch of the next step, from 1
 * @param seen           number of points of that epoch used so far
 * @param steps          completed steps over all epochs
 * @param crossEntropies sums over the points used in that epoch, nats
 * @param costs          sums over the points used in that epoch
 * @param epochs         completed epochs
 * @param divergedAt     first epoch with a non-finite number; 0 if there is none
 * @param divergedAtStep first step with a non-finite loss; 0 if there is none
 * @param seconds        wall-clock time so far
 */
record EnsembleStanding(
        int epoch,
        int seen,
        long steps,
        double[] crossEntropies,
        double[] costs,
        List<List<EpochRecord>> epochs,
        int[] divergedAt,
        long[] divergedAtStep,
        double seconds)
        implements Standing {}
