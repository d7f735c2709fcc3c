package org.leastaction.tf.training;

import java.util.List;
import org.leastaction.flow.training.AutoencoderEpoch;

/**
 * The state of an autoencoder's training between two steps, without the variables of its graph.
 *
 * @param epoch   epoch of the next step, from 1
 * @param seen    number of images of that epoch used so far
 * @param steps   completed steps over all epochs
 * @param error   sum of the mean squared error per element over the images used so far
 * @param epochs  completed epochs
 * @param seconds wall-clock time so far
 */
record AutoencoderStanding(
        int epoch, int seen, long steps, double error, List<AutoencoderEpoch> epochs, double seconds)
        implements Standing {}
