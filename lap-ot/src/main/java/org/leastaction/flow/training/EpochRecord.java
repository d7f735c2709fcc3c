package org.leastaction.flow.training;

/**
 * The results of one epoch.
 *
 * @param epoch         from 1
 * @param learningRate  learning rate of this epoch
 * @param crossEntropy  mean over the epoch's batches, in training mode, weighted by batch size, nats
 * @param transportCost mean over the epoch's batches of the objective's term C: the transport cost as the objective
 *                      defines it (elementwise, p = 2, if the loss does not use it), or the term of a custom objective
 * @param lambda        λ after the epoch; NaN for an objective without λ
 * @param testAccuracy  share of the test set that is classified correctly, in inference mode, [0, 1]
 * @param testLoss      mean cross entropy on the test set, nats
 */
public record EpochRecord(
        int epoch,
        double learningRate,
        double crossEntropy,
        double transportCost,
        double lambda,
        double testAccuracy,
        double testLoss) {}
