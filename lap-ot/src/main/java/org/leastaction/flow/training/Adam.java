package org.leastaction.flow.training;

import java.util.Objects;

/**
 * Adam (Kingma and Ba 2015): steps of m̂ / (√v̂ + ε), with m̂ and v̂ the bias-corrected running means of the gradient
 * and of its square.
 *
 * @param learningRate r, above 0, before the schedule
 * @param beta1        decay rate of m, in [0, 1)
 * @param beta2        decay rate of v, in [0, 1)
 * @param epsilon      ε, above 0
 * @param weightDecay  w, at least 0
 * @param schedule     schedule of the learning rate
 */
public record Adam(
        double learningRate, double beta1, double beta2, double epsilon, double weightDecay, StepSchedule schedule)
        implements Optimiser {

    /** @throws IllegalArgumentException for values outside the ranges above */
    public Adam {
        Objects.requireNonNull(schedule, "schedule");
        Optimiser.check(learningRate, weightDecay);
        checkShare("beta1", beta1);
        checkShare("beta2", beta2);
        if (!(epsilon > 0)) {
            throw new IllegalArgumentException("epsilon must be above 0, not " + epsilon);
        }
    }

    /** Rate 0.001, β 0.9 and 0.999, ε 1e-8, no weight decay, constant rate: the values of the article. */
    public static Adam defaults() {
        return new Adam(0.001, 0.9, 0.999, 1e-8, 0, StepSchedule.constant());
    }

    @Override
    public String key() {
        return "adam";
    }

    @Override
    public Adam withLearningRate(double newLearningRate) {
        return new Adam(newLearningRate, beta1, beta2, epsilon, weightDecay, schedule);
    }

    @Override
    public Adam withSchedule(StepSchedule newSchedule) {
        return new Adam(learningRate, beta1, beta2, epsilon, weightDecay, newSchedule);
    }

    private static void checkShare(String name, double share) {
        if (!(share >= 0 && share < 1)) {
            throw new IllegalArgumentException(name + " must be in [0, 1), not " + share);
        }
    }
}
