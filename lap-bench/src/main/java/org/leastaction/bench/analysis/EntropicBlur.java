package org.leastaction.bench.analysis;

import java.util.OptionalDouble;

/**
 * Whether to measure the entropic divergence, and with which ε.
 *
 * @param epsilon ε, squared length; 0 to skip the divergence; empty for a twentieth of the mean squared distance
 *                between points and images, of up to 10,000 points
 */
public record EntropicBlur(OptionalDouble epsilon) {

    /** Up to this number of points, the divergence takes little time compared with the rest. */
    public static final int FEW = 10_000;

    /** @throws IllegalArgumentException if ε is negative or not finite */
    public EntropicBlur {
        if (epsilon.isPresent() && !(epsilon.getAsDouble() >= 0 && epsilon.getAsDouble() < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "epsilon must be finite and at least 0, not " + epsilon.getAsDouble());
        }
    }

    /** The default rule. */
    public static EntropicBlur usual() {
        return new EntropicBlur(OptionalDouble.empty());
    }

    /** Skips the divergence. */
    public static EntropicBlur none() {
        return new EntropicBlur(OptionalDouble.of(0));
    }

    /** Whether to measure the divergence of this number of points. */
    public boolean isWanted(int points) {
        return epsilon.isEmpty() ? points <= FEW : epsilon.getAsDouble() > 0;
    }

    /** The reason if it is not measured. */
    public String reason() {
        return epsilon.isEmpty() ? "more than " + FEW + " points, and no epsilon was given" : "epsilon is 0";
    }
}
