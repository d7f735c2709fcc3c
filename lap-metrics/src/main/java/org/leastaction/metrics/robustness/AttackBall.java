package org.leastaction.metrics.robustness;

import java.util.Objects;

/**
 * The perturbations that an attack may use: those of at most a given length.
 *
 * @param norm   of the perturbation
 * @param radius in units of the inputs, finite, above 0
 */
public record AttackBall(Norm norm, double radius) {

    /** @throws IllegalArgumentException for another radius */
    public AttackBall {
        Objects.requireNonNull(norm, "norm");
        if (!(radius > 0) || Double.isInfinite(radius)) {
            throw new IllegalArgumentException("the radius of an attack must be finite and above 0, not " + radius);
        }
    }
}
