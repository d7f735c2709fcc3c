package org.leastaction.flow.training;

/**
 * What one epoch showed.
 *
 * @param epoch         from 1
 * @param learningRate  rate of this epoch
 * @param crossEntropy  mean over the epoch's batches, in training mode, weighted by batch size, nats
 * @param transportCost mean over the epoch's batches of the objective's term C: the transport cost as the objective counts
 *                      it (elementwise, p = 2, where the loss does not use it), or what an objective of one's own measures
 * @param lambda        λ after the epoch; NaN for an objective without λ
 * @param testAccuracy  share of the test set that is classified rightly, in inference mode, [0, 1]
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
