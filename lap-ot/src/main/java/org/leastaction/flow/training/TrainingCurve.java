package org.leastaction.flow.training;

import java.util.List;
import java.util.OptionalInt;

/**
 * The epochs of one training.
 *
 * @param epochs     in order, at least one
 * @param divergedAt the first epoch, counted from 1, in which a loss or a weight was not finite; empty if all were
 */
public record TrainingCurve(List<EpochRecord> epochs, OptionalInt divergedAt) {

    /** @throws IllegalArgumentException if there is no epoch */
    public TrainingCurve {
        epochs = List.copyOf(epochs);
        if (epochs.isEmpty()) {
            throw new IllegalArgumentException("a training has at least one epoch");
        }
    }

    /** The highest test accuracy over epochs: what Tables 1–6 of the paper average. */
    public double highestTestAccuracy() {
        return epochs.stream().mapToDouble(EpochRecord::testAccuracy).max().orElseThrow();
    }

    /** The final network's test accuracy: what Tables 7–10 of the paper average. */
    public double lastTestAccuracy() {
        return epochs.get(epochs.size() - 1).testAccuracy();
    }
}
