package org.leastaction.metrics.robustness;

/**
 * The range of an input's elements. Attacks and noise are clipped to it.
 *
 * @param low  least value, −∞ if there is none
 * @param high greatest value, ∞ if there is none
 */
public record InputRange(double low, double high) {

    /** @throws IllegalArgumentException unless low is below high */
    public InputRange {
        if (!(low < high)) {
            throw new IllegalArgumentException("a range must ascend, not run from " + low + " to " + high);
        }
    }

    /** Brightness of images, [0, 1]. */
    public static InputRange unit() {
        return new InputRange(0, 1);
    }

    /** Any number. */
    public static InputRange unbounded() {
        return new InputRange(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    float held(double value) {
        return (float) Math.min(high, Math.max(low, value));
    }
}
