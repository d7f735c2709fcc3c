package org.leastaction.tf.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.leastaction.flow.training.EpochRecord;
import org.leastaction.flow.training.TrainingCurve;

/** The mutable progress and results of an ensemble's training. */
final class Progress {

    private final List<List<EpochRecord>> epochs = new ArrayList<>();
    private final int[] divergedAt;
    private final long[] divergedAtStep;
    private final double secondsBefore;
    private final long startNanos = System.nanoTime();
    private Means means;
    private int epoch;
    private int seen;
    private long steps;

    private Progress(EnsembleStanding standing) {
        epoch = standing.epoch();
        seen = standing.seen();
        steps = standing.steps();
        means = new Means(standing.crossEntropies(), standing.costs(), seen);
        standing.epochs().forEach(own -> epochs.add(new ArrayList<>(own)));
        divergedAt = standing.divergedAt().clone();
        divergedAtStep = standing.divergedAtStep().clone();
        secondsBefore = standing.seconds();
    }

    /** The state before the first step. */
    static Progress start(int instances) {
        List<List<EpochRecord>> none = new ArrayList<>();
        for (int i = 0; i < instances; i++) {
            none.add(List.of());
        }
        return new Progress(new EnsembleStanding(1, 0, 0, new double[instances], new double[instances], none,
                new int[instances], new long[instances], 0));
    }

    /** Resumes from a state. */
    static Progress from(EnsembleStanding standing) {
        return new Progress(standing);
    }

    /** The epoch of the next step, from 1. */
    int epoch() {
        return epoch;
    }

    /** Number of points of this epoch used so far. */
    int seen() {
        return seen;
    }

    /** Completed steps over all epochs. */
    long steps() {
        return steps;
    }

    /** Means over this epoch's steps, weighted by batch size: cross entropy and transport cost. */
    Means means() {
        return means;
    }

    /** The completed epochs of one instance. */
    List<EpochRecord> epochs(int instance) {
        return epochs.get(instance);
    }

    /** Wall-clock seconds, including those before a restart. */
    double seconds() {
        return secondsBefore + (System.nanoTime() - startNanos) * 1e-9;
    }

    /** Adds a step over {@code size} points; one entry per instance. */
    void stepped(float[] crossEntropy, float[] cost, int size) {
        steps++;
        seen += size;
        means.add(crossEntropy, cost, size);
        for (int i = 0; i < divergedAtStep.length; i++) {
            if (divergedAtStep[i] == 0 && !(Float.isFinite(crossEntropy[i]) && Float.isFinite(cost[i]))) {
                divergedAtStep[i] = steps;
                divergedAt[i] = divergedAt[i] == 0 ? epoch : divergedAt[i];
            }
        }
    }

    /** Marks an instance as diverged in this epoch. */
    void diverged(int instance) {
        divergedAt[instance] = divergedAt[instance] == 0 ? epoch : divergedAt[instance];
    }

    boolean allDiverged() {
        return Arrays.stream(divergedAt).allMatch(at -> at > 0);
    }

    /** Stores the results of an instance in this epoch. */
    void record(int instance, EpochRecord shown) {
        epochs.get(instance).add(shown);
    }

    /** Advances to the next epoch. */
    void epochEnded() {
        epoch++;
        seen = 0;
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
    EnsembleStanding standing() {
        return new EnsembleStanding(
                epoch,
                seen,
                steps,
                means.firstSums(),
                means.secondSums(),
                epochs.stream().map(List::copyOf).toList(),
                divergedAt.clone(),
                divergedAtStep.clone(),
                seconds());
    }
}
