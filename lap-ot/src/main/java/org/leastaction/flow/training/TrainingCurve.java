package org.leastaction.flow.training;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The epochs of one training.
 *
 * @param epochs         in order, at least one
 * @param divergedAt     the first epoch, counted from 1, in which a loss or a weight was not finite; empty if all were
 * @param divergedAtStep the first step, counted from 1 over all epochs, whose loss was not finite; empty if all were,
 *                       or if unknown
 */
public record TrainingCurve(List<EpochRecord> epochs, OptionalInt divergedAt, OptionalLong divergedAtStep) {

    /** @throws IllegalArgumentException if there is no epoch, or a step of divergence without its epoch */
    public TrainingCurve {
        epochs = List.copyOf(epochs);
        if (divergedAtStep.isPresent() && divergedAt.isEmpty()) {
            throw new IllegalArgumentException("step " + divergedAtStep.getAsLong() + " of divergence has no epoch");
        }
        if (epochs.isEmpty()) {
            throw new IllegalArgumentException("a training has at least one epoch");
        }
    }

    /** A curve whose step of divergence is unknown. */
    public TrainingCurve(List<EpochRecord> epochs, OptionalInt divergedAt) {
        this(epochs, divergedAt, OptionalLong.empty());
    }

    /** The highest test accuracy over epochs, which Tables 1–6 of the paper average. */
    public double highestTestAccuracy() {
        return epochs.stream().mapToDouble(EpochRecord::testAccuracy).max().orElseThrow();
    }

    /** The final network's test accuracy, which Tables 7–10 of the paper average. */
    public double lastTestAccuracy() {
        return epochs.get(epochs.size() - 1).testAccuracy();
    }

    /**
     * The results of one epoch.
     *
     * @param epoch         from 1
     * @param learningRate  learning rate of this epoch
     * @param crossEntropy  mean over the epoch's batches, in training mode, weighted by batch size, nats
     * @param transportCost mean over the epoch's batches of the objective's term C: the transport cost as the objective
     *                      defines it (elementwise, p = 2, if the loss does not use it), or the term of a custom
     *                      objective
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
}
