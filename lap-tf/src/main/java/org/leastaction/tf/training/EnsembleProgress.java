package org.leastaction.tf.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.leastaction.flow.training.EpochRecord;
import org.leastaction.flow.training.TrainingCurve;
import org.leastaction.tf.training.TrainingLoop.Position;

/** The sums of the current epoch and the results of the completed ones, for each instance of an ensemble. Mutable. */
final class EnsembleProgress {

    private final List<List<EpochRecord>> epochs = new ArrayList<>();
    private final int[] divergedAt;
    private final long[] divergedAtStep;
    private Means means;

    /** Resumes from a state. */
    EnsembleProgress(EnsembleStanding standing) {
        means = new Means(standing.crossEntropies(), standing.costs(), standing.seen());
        standing.epochs().forEach(own -> epochs.add(new ArrayList<>(own)));
        divergedAt = standing.divergedAt().clone();
        divergedAtStep = standing.divergedAtStep().clone();
    }

    /** The progress before the first step. */
    EnsembleProgress(int instances) {
        means = new Means(instances);
        for (int i = 0; i < instances; i++) {
            epochs.add(new ArrayList<>());
        }
        divergedAt = new int[instances];
        divergedAtStep = new long[instances];
    }

    /** Means over this epoch's steps, weighted by batch size: cross entropy and transport cost. */
    Means means() {
        return means;
    }

    /** The completed epochs of one instance. */
    List<EpochRecord> epochs(int instance) {
        return epochs.get(instance);
    }

    /**
     * Adds a step over {@code size} points; one entry per instance.
     *
     * @param number number of this step, from 1
     */
    void stepped(float[] crossEntropy, float[] cost, int size, int epoch, long number) {
        means.add(crossEntropy, cost, size);
        for (int i = 0; i < divergedAtStep.length; i++) {
            if (divergedAtStep[i] == 0 && !(Float.isFinite(crossEntropy[i]) && Float.isFinite(cost[i]))) {
                divergedAtStep[i] = number;
                divergedAt[i] = divergedAt[i] == 0 ? epoch : divergedAt[i];
            }
        }
    }

    /** Marks an instance as diverged in an epoch. */
    void diverged(int instance, int epoch) {
        divergedAt[instance] = divergedAt[instance] == 0 ? epoch : divergedAt[instance];
    }

    boolean allDiverged() {
        return Arrays.stream(divergedAt).allMatch(at -> at > 0);
    }

    /** Stores the results of an instance in this epoch. */
    void record(int instance, EpochRecord shown) {
        epochs.get(instance).add(shown);
    }

    /** Starts the sums of the next epoch. */
    void epochEnded() {
        means = new Means(divergedAt.length);
    }

    /** The training curve of an instance; requires a completed epoch. */
    TrainingCurve curve(int instance) {
        return new TrainingCurve(
                epochs.get(instance),
                divergedAt[instance] == 0 ? OptionalInt.empty() : OptionalInt.of(divergedAt[instance]),
                divergedAtStep[instance] == 0 ? OptionalLong.empty() : OptionalLong.of(divergedAtStep[instance]));
    }

    /** A snapshot of the state. */
    EnsembleStanding standing(Position position) {
        return new EnsembleStanding(
                position.epoch(),
                position.seen(),
                position.steps(),
                means.firstSums(),
                means.secondSums(),
                epochs.stream().map(List::copyOf).toList(),
                divergedAt.clone(),
                divergedAtStep.clone(),
                position.seconds());
    }
}
