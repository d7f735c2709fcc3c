package org.leastaction.tf.training;

import java.util.List;
import org.leastaction.flow.training.EpochRecord;

/**
 * Where an ensemble's training stands between two steps, but for the variables of its graph; lists have an entry an
 * instance.
 *
 * @param epoch          in which the next step is, from 1
 * @param seen           points of that epoch that have been trained on
 * @param steps          done, over all epochs
 * @param crossEntropies sums over the points seen, nats
 * @param costs          sums over the points seen
 * @param epochs         those that have ended
 * @param divergedAt     first epoch with a number that is not finite; 0 if there is none
 * @param divergedAtStep first step with a loss that is not finite; 0 if there is none
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
