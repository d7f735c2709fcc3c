package org.leastaction.bench.analysis;

import java.util.Objects;
import java.util.OptionalDouble;

/**
 * Whether the entropic divergence is measured, and with which ε.
 *
 * @param epsilon ε, squared length; 0 leaves the divergence out; empty for a twentieth of the mean squared distance
 *                between points and images, of up to 10,000 points
 */
public record EntropicBlur(OptionalDouble epsilon) {

    /** Up to so many points it takes little beside the rest. */
    public static final int FEW = 10_000;

    /** @throws IllegalArgumentException for an ε below 0 or not finite */
    public EntropicBlur {
        Objects.requireNonNull(epsilon, "epsilon");
        if (epsilon.isPresent() && !(epsilon.getAsDouble() >= 0 && epsilon.getAsDouble() < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "epsilon must be finite and at least 0, not " + epsilon.getAsDouble());
        }
    }

    /** The usual rule. */
    public static EntropicBlur usual() {
        return new EntropicBlur(OptionalDouble.empty());
    }

    /** Leaves the divergence out. */
    public static EntropicBlur none() {
        return new EntropicBlur(OptionalDouble.of(0));
    }

    /** Whether to measure so many points. */
    public boolean isWanted(int points) {
        return epsilon.isEmpty() ? points <= FEW : epsilon.getAsDouble() > 0;
    }

    /** Why it was not measured, if it was not. */
    public String reason() {
        return epsilon.isEmpty() ? "more than " + FEW + " points, and no epsilon was given" : "epsilon is 0";
    }
}
