package org.leastaction.metrics.robustness;

/**
 * The values that an element of an input can have; what is beyond is no input, so attacks and noise are cut there.
 *
 * @param low  least value, −∞ if there is none
 * @param high greatest value, ∞ if there is none
 */
public record InputRange(double low, double high) {

    /** @throws IllegalArgumentException unless low is below high */
    public InputRange {
        if (!(low < high)) {
            throw new IllegalArgumentException("a range runs upwards, not from " + low + " to " + high);
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
