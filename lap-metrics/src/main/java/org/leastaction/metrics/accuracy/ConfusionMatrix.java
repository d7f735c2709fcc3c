package org.leastaction.metrics.accuracy;

import java.util.Arrays;
import org.leastaction.metrics.Estimate;
import org.leastaction.metrics.statistics.Wilson;

/** Counts of samples by true class and predicted class. */
public final class ConfusionMatrix {

    private final int[][] counts;

    private ConfusionMatrix(int[][] counts) {
        this.counts = counts;
    }

    /** Counts the samples. O(n · classes). */
    public static ConfusionMatrix of(Predictions predictions) {
        int[][] counts = new int[predictions.classes()][predictions.classes()];
        for (int i = 0; i < predictions.size(); i++) {
            counts[predictions.label(i)][predictions.predicted(i)]++;
        }
        return new ConfusionMatrix(counts);
    }

    /** Number of classes. */
    public int classes() {
        return counts.length;
    }

    /** Number of samples of one class that were classified as another class, or as their own. */
    public int count(int label, int predicted) {
        return counts[label][predicted];
    }

    /** Samples of a class. */
    public int samples(int label) {
        return Arrays.stream(counts[label]).sum();
    }

    /**
     * Recall of a class: the share of its samples that are classified correctly, Wilson.
     *
     * @throws IllegalArgumentException if the class has no sample
     */
    public Estimate recall(int label) {
        return Wilson.interval(counts[label][label], samples(label));
    }

    /**
     * Precision of a class: the share of samples classified as it that belong to it, Wilson.
     *
     * @throws IllegalArgumentException if none was
     */
    public Estimate precision(int predicted) {
        return Wilson.interval(
                counts[predicted][predicted], Arrays.stream(counts).mapToInt(row -> row[predicted]).sum());
    }
}
