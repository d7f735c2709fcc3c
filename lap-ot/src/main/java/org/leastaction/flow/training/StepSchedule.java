package org.leastaction.flow.training;

import java.util.List;

/**
 * A learning rate that is divided at given epochs.
 *
 * @param milestones epochs after which the rate is divided again; ascending
 * @param divisor    divisor of the rate, at least 1
 */
public record StepSchedule(List<Integer> milestones, double divisor) {

    /** @throws IllegalArgumentException unless milestones ascend and the divisor is finite and at least 1 */
    public StepSchedule {
        milestones = List.copyOf(milestones);
        for (int i = 1; i < milestones.size(); i++) {
            if (milestones.get(i) <= milestones.get(i - 1)) {
                throw new IllegalArgumentException("milestones must ascend: " + milestones);
            }
        }
        if (!(divisor >= 1) || Double.isInfinite(divisor)) {
            throw new IllegalArgumentException("the divisor must be finite and at least 1, not " + divisor);
        }
    }

    /** A constant rate. */
    public static StepSchedule constant() {
        return new StepSchedule(List.of(), 1);
    }

    /** The paper's schedule for ResNets: divided by 5 at epochs 120, 160 and 200. */
    public static StepSchedule resnet() {
        return new StepSchedule(List.of(120, 160, 200), 5);
    }

    /** Rate of epoch {@code epoch} (from 1) as a share of the initial rate, in (0, 1]. */
    public double factor(int epoch) {
        long passed = milestones.stream().filter(milestone -> milestone < epoch).count();
        return Math.pow(divisor, (double) -passed);
    }
}
