package org.leastaction.flow.training;

import java.util.Locale;
import java.util.Objects;

/**
 * How an objective counts the transport cost C of a batch.
 *
 * @param normalisation the mean over elements, or the sum
 * @param power         p > 1 of |v|^p
 */
public record Penalty(Normalisation normalisation, double power) {

    /** The scale of C. The two differ by the factor d; a reported cost always says which it is. */
    public enum Normalisation {
        /** Σ_k mean over samples and elements of |v_k|^p: the scale of the paper's published λ₀ and τ. */
        ELEMENTWISE,
        /** Σ_k mean over samples of Σ over elements of |v_k|^p: the paper's formula (10), averaged over samples. */
        SUM;

        /** The name in files and on the command line. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @throws IllegalArgumentException unless the power is finite and above 1 */
    public Penalty {
        Objects.requireNonNull(normalisation, "normalisation");
        if (!(power > 1) || Double.isInfinite(power)) {
            throw new IllegalArgumentException("the power of the transport cost must be above 1, not " + power);
        }
    }

    /** Elementwise, p = 2. */
    public static Penalty defaults() {
        return new Penalty(Normalisation.ELEMENTWISE, 2);
    }

    public Penalty withPower(double newPower) {
        return new Penalty(normalisation, newPower);
    }

    public Penalty withNormalisation(Normalisation newNormalisation) {
        return new Penalty(newNormalisation, power);
    }
}
