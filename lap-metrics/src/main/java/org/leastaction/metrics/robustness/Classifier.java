package org.leastaction.metrics.robustness;

import org.leastaction.points.FloatPoints;

/** The target of an attack: a function from inputs to class probabilities. */
@FunctionalInterface
public interface Classifier {

    /**
     * Natural logarithms of class probabilities.
     *
     * @param inputs [n, d], n ≥ 1, in the units of the {@link InputRange}
     * @return [n, classes]
     */
    FloatPoints logProbabilities(FloatPoints inputs);

    /** Whether the most probable class of each input, the first on a tie, is its label. */
    default boolean[] rights(FloatPoints inputs, int[] labels) {
        FloatPoints answers = logProbabilities(inputs);
        boolean[] rights = new boolean[labels.length];
        for (int i = 0; i < rights.length; i++) {
            int best = 0;
            for (int c = 1; c < answers.dimension(); c++) {
                best = answers.get(i, c) > answers.get(i, best) ? c : best;
            }
            rights[i] = best == labels[i];
        }
        return rights;
    }
}
