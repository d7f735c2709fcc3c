package org.leastaction.tf.training;

import java.util.List;
import org.leastaction.flow.training.AutoencoderEpoch;

/**
 * Where an autoencoder's training stands between two steps, but for the variables of its graph.
 *
 * @param epoch   in which the next step is, from 1
 * @param seen    images of that epoch that have been trained on
 * @param steps   done, over all epochs
 * @param error   sum over the images seen of their mean squared error an element
 * @param epochs  those that have ended
 * @param seconds wall-clock time so far
 */
record AutoencoderStanding(
        int epoch, int seen, long steps, double error, List<AutoencoderEpoch> epochs, double seconds)
        implements Standing {

    /** Before the first step. */
    static AutoencoderStanding start() {
        return new AutoencoderStanding(1, 0, 0, 0, List.of(), 0);
    }
}
