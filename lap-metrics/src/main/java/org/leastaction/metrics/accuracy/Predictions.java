package org.leastaction.metrics.accuracy;

import java.util.Objects;
import org.leastaction.points.Points;

/**
 * A classifier's log-probabilities with the true labels, checked once.
 *
 * <p>The predicted class is the most probable one, the first of them on a tie. A log-probability of −∞ is a probability
 * of 0 and allowed; NaN is not.
 */
public final class Predictions {

    /** Single-precision softmax over a thousand classes stays well within this. */
    private static final double PROBABILITY_TOLERANCE = 1e-2;

    private final Points logProbabilities;
    private final int[] labels;

    private Predictions(Points logProbabilities, int[] labels) {
        this.logProbabilities = logProbabilities;
        this.labels = labels;
    }

    /**
     * Log-probabilities with labels. O(n · classes).
     *
     * @param logProbabilities [n, classes], natural logarithms, rows that sum to probability 1; shared, not copied
     * @param labels           n classes in [0, classes)
     * @throws IllegalArgumentException if there is no sample, fewer than 2 classes, lengths differ, a label is out of
     *                                  range, a number is NaN, or a row is no probability distribution
     */
    public static Predictions of(Points logProbabilities, int[] labels) {
        Objects.requireNonNull(logProbabilities, "logProbabilities");
        int n = logProbabilities.size();
        int classes = logProbabilities.dimension();
        if (n == 0) {
            throw new IllegalArgumentException("accuracy needs at least one sample");
        }
        if (classes < 2) {
            throw new IllegalArgumentException("a classification needs at least 2 classes, not " + classes);
        }
        if (labels.length != n) {
            throw new IllegalArgumentException(labels.length + " labels for " + n + " predictions");
        }
        for (int i = 0; i < n; i++) {
            if (labels[i] < 0 || labels[i] >= classes) {
                throw new IllegalArgumentException(
                        "label " + labels[i] + " of sample " + i + " is not in [0, " + classes + ")");
            }
            checkRow(logProbabilities, i);
        }
        return new Predictions(logProbabilities, labels.clone());
    }

    private static void checkRow(Points logProbabilities, int sample) {
        double sum = 0;
        for (int c = 0; c < logProbabilities.dimension(); c++) {
            double logProbability = logProbabilities.get(sample, c);
            if (Double.isNaN(logProbability)) {
                throw new IllegalArgumentException("the log-probability of class " + c + " for sample " + sample
                        + " is NaN: the network has diverged or its input is broken");
            }
            sum += Math.exp(logProbability);
        }
        if (!(Math.abs(sum - 1) <= PROBABILITY_TOLERANCE)) {
            throw new IllegalArgumentException("the probabilities of sample " + sample + " sum to " + sum
                    + ", not 1: log-probabilities are wanted, not logits");
        }
    }

    /** Number of samples n, at least 1. */
    public int size() {
        return labels.length;
    }

    /** Number of classes, at least 2. */
    public int classes() {
        return logProbabilities.dimension();
    }

    /** The true class of a sample. */
    public int label(int sample) {
        return labels[sample];
    }

    /** ln p(class | sample), in [−∞, 0] up to rounding. */
    public double logProbability(int sample, int classIndex) {
        return logProbabilities.get(sample, classIndex);
    }

    /** ln p(true class | sample). */
    public double logLikelihood(int sample) {
        return logProbabilities.get(sample, labels[sample]);
    }

    /** The most probable class, the first of them on a tie. O(classes). */
    public int predicted(int sample) {
        int best = 0;
        for (int c = 1; c < classes(); c++) {
            if (logProbability(sample, c) > logProbability(sample, best)) {
                best = c;
            }
        }
        return best;
    }

    /** Whether the predicted class is the true one. */
    public boolean isRight(int sample) {
        return predicted(sample) == labels[sample];
    }

    /** The probability of the predicted class, in [1/classes, 1]. */
    public double confidence(int sample) {
        return Math.min(1, Math.exp(logProbability(sample, predicted(sample))));
    }

    /**
     * The rank of the true class: the number of classes that are more probable, or as probable and of a lower index.
     */
    public int rank(int sample) {
        int label = labels[sample];
        double own = logProbability(sample, label);
        int before = 0;
        for (int c = 0; c < classes(); c++) {
            double other = logProbability(sample, c);
            before += other > own || (other == own && c < label) ? 1 : 0;
        }
        return before;
    }
}
