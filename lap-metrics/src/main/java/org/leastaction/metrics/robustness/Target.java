package org.leastaction.metrics.robustness;

import java.util.Arrays;
import java.util.Objects;
import org.leastaction.metrics.robustness.Target.LossGradient;
import org.leastaction.points.FloatPoints;

/**
 * Inputs with their true classes, and their classifier.
 *
 * @param inputs [n, d], n ≥ 1
 * @param labels n classes
 * @param range  the valid values of inputs
 * @param batch  inputs classified in one call, at least 1
 */
public record Target(Classifier classifier, FloatPoints inputs, int[] labels, InputRange range, int batch) {

    /** @throws IllegalArgumentException if there is no input, not one label each, or an empty batch */
    public Target {
        Objects.requireNonNull(classifier, "classifier");
        Objects.requireNonNull(range, "range");
        if (inputs.size() == 0 || inputs.size() != labels.length) {
            throw new IllegalArgumentException("an attack needs at least one input, and a label for each; there are "
                    + inputs.size() + " inputs and " + labels.length + " labels");
        }
        if (batch < 1) {
            throw new IllegalArgumentException("a batch has at least 1 input, not " + batch);
        }
    }

    int size() {
        return labels.length;
    }

    /** Log-probabilities of perturbed inputs [m, d], batch by batch: [m, classes]. */
    FloatPoints scores(FloatPoints perturbed) {
        FloatPoints first = classifier.logProbabilities(perturbed.rows(0, Math.min(batch, perturbed.size())));
        int classes = first.dimension();
        float[] all = new float[perturbed.size() * classes];
        System.arraycopy(first.array(), first.offset(), all, 0, first.size() * classes);
        for (int from = first.size(); from < perturbed.size(); from += batch) {
            FloatPoints some = classifier.logProbabilities(
                    perturbed.rows(from, Math.min(perturbed.size(), from + batch)));
            System.arraycopy(some.array(), some.offset(), all, from * classes, some.size() * classes);
        }
        return FloatPoints.wrap(all, perturbed.size(), classes);
    }

    /** Which of some perturbed inputs are classified correctly. */
    boolean[] rights(FloatPoints perturbed, int[] perturbedLabels) {
        boolean[] all = new boolean[perturbedLabels.length];
        for (int from = 0; from < all.length; from += batch) {
            int to = Math.min(all.length, from + batch);
            boolean[] some = classifier.rights(
                    perturbed.rows(from, to), Arrays.copyOfRange(perturbedLabels, from, to));
            System.arraycopy(some, 0, all, from, to - from);
        }
        return all;
    }

    /** The input of a row moved by a vector, clipped to the range. */
    void moved(int row, float[] by, float[] moved, int at) {
        int d = inputs.dimension();
        for (int j = 0; j < d; j++) {
            moved[at + j] = range.held(inputs.array()[inputs.offset() + row * d + j] + by[j]);
        }
    }

    static int count(boolean[] flags) {
        int count = 0;
        for (boolean flag : flags) {
            count += flag ? 1 : 0;
        }
        return count;
    }

    /** The direction in which the loss of each input rises fastest. */
    @FunctionalInterface
    public interface LossGradient {

        /**
         * The gradient of −ln p(labelᵢ | xᵢ) with respect to xᵢ, for every i.
         *
         * @param inputs [n, d], n ≥ 1, in the units of the {@link InputRange}
         * @param labels n classes
         * @return [n, d]
         */
        FloatPoints gradient(FloatPoints inputs, int[] labels);
    }

    /** Loss gradients in batches. */
    static final class Gradients {

        private Gradients() {}

        static FloatPoints of(LossGradient loss, FloatPoints inputs, int[] labels, int batch) {
            int d = inputs.dimension();
            float[] all = new float[labels.length * d];
            for (int from = 0; from < labels.length; from += batch) {
                int to = Math.min(labels.length, from + batch);
                FloatPoints some = loss.gradient(inputs.rows(from, to), Arrays.copyOfRange(labels, from, to));
                System.arraycopy(some.array(), some.offset(), all, from * d, (to - from) * d);
            }
            return FloatPoints.wrap(all, labels.length, d);
        }

        static float[] row(FloatPoints points, int row) {
            int start = points.offset() + row * points.dimension();
            return Arrays.copyOfRange(points.array(), start, start + points.dimension());
        }
    }
}
