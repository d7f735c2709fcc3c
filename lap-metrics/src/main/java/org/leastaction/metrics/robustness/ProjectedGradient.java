package org.leastaction.metrics.robustness;

import java.util.SplittableRandom;

/**
 * Many short steps along the gradient of the loss, each followed by a projection onto the ball (PGD, Madry et al.
 * 2018).
 *
 * <p>An upper bound of the accuracy under the worst perturbation: a better attack may break more inputs.
 *
 * @param steps    of a start, each of length 2.5·radius/steps, at least 1
 * @param restarts starts, the first from the input itself, others from random points of the ball; at least 1
 * @param seed     of these points
 */
public record ProjectedGradient(int steps, int restarts, long seed) {

    private static final double STRIDE = 2.5;

    /** @throws IllegalArgumentException for fewer than 1 step or restart */
    public ProjectedGradient {
        if (steps < 1 || restarts < 1) {
            throw new IllegalArgumentException(
                    "an attack has at least 1 step and 1 start, not " + steps + " and " + restarts);
        }
    }

    /** 10 steps, 2 starts, seed 0. */
    public static ProjectedGradient defaults() {
        return new ProjectedGradient(10, 2, 0);
    }

    public ProjectedGradient withSteps(int newSteps) {
        return new ProjectedGradient(newSteps, restarts, seed);
    }

    public ProjectedGradient withRestarts(int newRestarts) {
        return new ProjectedGradient(steps, newRestarts, seed);
    }

    public ProjectedGradient withSeed(long newSeed) {
        return new ProjectedGradient(steps, restarts, newSeed);
    }

    /**
     * Accuracy under attack. An input that was broken within a radius is broken within every greater one, so the curve
     * never rises. It is broken if it is wrong after any step, and is then left alone: at most steps · restarts
     * gradients and as many answers for each radius and input.
     *
     * @param radii finite, at least 0, ascending
     * @throws IllegalArgumentException for other radii
     */
    public RobustnessCurve curve(Target target, LossGradient loss, Norm norm, double[] radii) {
        SplittableRandom random = new SplittableRandom(seed);
        boolean[] standing = target.rights(target.inputs(), target.labels());
        return RobustnessCurve.of(radii, radius -> {
            for (int start = 0; start < restarts && radius > 0; start++) {
                AttackedInputs attacked = new AttackedInputs(target, norm, radius, standing);
                if (start > 0) {
                    attacked.scatter(random);
                }
                for (int step = 0; step < steps && !attacked.isEmpty(); step++) {
                    attacked.step(loss, STRIDE * radius / steps);
                    attacked.dropBroken(standing);
                }
            }
            return standing.clone();
        });
    }
}
