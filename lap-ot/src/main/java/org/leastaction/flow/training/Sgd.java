package org.leastaction.flow.training;

import java.util.Objects;

/**
 * Stochastic gradient descent: g ← ∇L + w·θ; m ← μ·m + g; θ ← θ − r·m.
 *
 * @param learningRate r, above 0, before the schedule
 * @param momentum     μ in [0, 1)
 * @param weightDecay  w, at least 0, on every trained parameter
 * @param schedule     schedule of the learning rate
 */
public record Sgd(double learningRate, double momentum, double weightDecay, StepSchedule schedule)
        implements Optimiser {

    /** @throws IllegalArgumentException for values outside the ranges above */
    public Sgd {
        Objects.requireNonNull(schedule, "schedule");
        Optimiser.check(learningRate, weightDecay);
        if (!(momentum >= 0 && momentum < 1)) {
            throw new IllegalArgumentException("momentum must be in [0, 1), not " + momentum);
        }
    }

    /**
     * The paper's settings for ResNets (section C.3): rate 0.01, momentum 0.9, weight decay 1e-4, ÷5 at epochs 120,
     * 160, 200.
     */
    public static Sgd defaults() {
        return new Sgd(0.01, 0.9, 1e-4, StepSchedule.resnet());
    }

    @Override
    public String key() {
        return "sgd";
    }

    @Override
    public Sgd withLearningRate(double newLearningRate) {
        return new Sgd(newLearningRate, momentum, weightDecay, schedule);
    }

    @Override
    public Sgd withSchedule(StepSchedule newSchedule) {
        return new Sgd(learningRate, momentum, weightDecay, newSchedule);
    }
}
