package org.leastaction.flow.training;

import java.util.Objects;
import org.leastaction.flow.training.Optimiser.Sgd;

/**
 * Epochs, batches, optimiser, seed and augmentation of a training.
 *
 * @param epochs       passes over the training set, at least 1
 * @param batch        points per step, at least 1; the last, smaller batch of an epoch is used too
 * @param optimiser    the optimiser
 * @param seed         determines the initial weights, the order of batches and the augmentation
 * @param augmentation augmentation of the training points, per epoch
 */
public record TrainingOptions(int epochs, int batch, Optimiser optimiser, long seed, Augmentation augmentation) {

    /** @throws IllegalArgumentException for values outside the ranges above */
    public TrainingOptions {
        Objects.requireNonNull(optimiser, "optimiser");
        Objects.requireNonNull(augmentation, "augmentation");
        if (epochs < 1) {
            throw new IllegalArgumentException("epochs must be at least 1, not " + epochs);
        }
        if (batch < 1) {
            throw new IllegalArgumentException("the batch must be at least 1, not " + batch);
        }
    }

    /** 30 epochs in batches of 128, the paper's optimiser, seed 0, no augmentation. */
    public static TrainingOptions defaults() {
        return new TrainingOptions(30, 128, Sgd.defaults(), 0, Augmentation.none());
    }

    public TrainingOptions withEpochs(int newEpochs) {
        return new TrainingOptions(newEpochs, batch, optimiser, seed, augmentation);
    }

    public TrainingOptions withBatch(int newBatch) {
        return new TrainingOptions(epochs, newBatch, optimiser, seed, augmentation);
    }

    public TrainingOptions withOptimiser(Optimiser newOptimiser) {
        return new TrainingOptions(epochs, batch, newOptimiser, seed, augmentation);
    }

    public TrainingOptions withSeed(long newSeed) {
        return new TrainingOptions(epochs, batch, optimiser, newSeed, augmentation);
    }

    public TrainingOptions withAugmentation(Augmentation newAugmentation) {
        return new TrainingOptions(epochs, batch, optimiser, seed, newAugmentation);
    }
}
