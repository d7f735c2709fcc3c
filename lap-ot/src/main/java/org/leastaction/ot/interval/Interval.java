package org.leastaction.ot.interval;

/**
 * A number that samples estimate, and a range of 95 % around it.
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
}
