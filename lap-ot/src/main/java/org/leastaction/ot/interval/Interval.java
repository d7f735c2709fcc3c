package org.leastaction.ot.interval;

import java.util.function.DoubleUnaryOperator;

/**
 * An estimate from samples with its 95 % interval.
 *
 * @param value the estimate from all points
 * @param low   lower end, at most the value
 * @param high  upper end, at least the value
 */
public record Interval(double value, double low, double high) {

    /** @throws IllegalArgumentException unless low ≤ value ≤ high */
    public Interval {
        if (!(low <= value && value <= high)) {
            throw new IllegalArgumentException("an interval from " + low + " to " + high + " does not hold " + value);
        }
    }

    /**
     * This interval, restricted to the range of the quantity.
     *
     * @throws IllegalArgumentException if the value itself is outside
     */
    public Interval within(double least, double greatest) {
        return new Interval(value, Math.max(low, least), Math.min(high, greatest));
    }

    /** The interval of an increasing function of the quantity, such as its square root. */
    public Interval map(DoubleUnaryOperator increasing) {
        return new Interval(
                increasing.applyAsDouble(value), increasing.applyAsDouble(low), increasing.applyAsDouble(high));
    }
}
