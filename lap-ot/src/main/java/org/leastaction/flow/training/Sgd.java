package org.leastaction.flow.training;

import java.util.Objects;

/**
 * Stochastic gradient descent: g ← ∇L + w·θ; m ← μ·m + g; θ ← θ − r·m.
 *
 * @param learningRate r, above 0, before the schedule
 * @param momentum     μ in [0, 1)
 * @param weightDecay  w, at least 0, on every trained parameter
 * @param schedule     how the rate falls
 */
public record Sgd(double learningRate, double momentum, double weightDecay, StepSchedule schedule) {

    /** @throws IllegalArgumentException for values outside the ranges above */
    public Sgd {
        Objects.requireNonNull(schedule, "schedule");
        if (!(learningRate > 0) || Double.isInfinite(learningRate)) {
            throw new IllegalArgumentException("the learning rate must be finite and above 0, not " + learningRate);
        }
        if (!(momentum >= 0 && momentum < 1)) {
            throw new IllegalArgumentException("momentum must be in [0, 1), not " + momentum);
        }
        if (!(weightDecay >= 0) || Double.isInfinite(weightDecay)) {
            throw new IllegalArgumentException("weight decay must be finite and at least 0, not " + weightDecay);
        }
    }

    /** The paper's for ResNets (section C.3): rate 0.01, momentum 0.9, weight decay 1e-4, ÷5 at epochs 120, 160, 200. */
    public static Sgd defaults() {
        return new Sgd(0.01, 0.9, 1e-4, StepSchedule.resnet());
    }

    public Sgd withLearningRate(double newLearningRate) {
        return new Sgd(newLearningRate, momentum, weightDecay, schedule);
    }

    public Sgd withSchedule(StepSchedule newSchedule) {
        return new Sgd(learningRate, momentum, weightDecay, newSchedule);
    }
}
