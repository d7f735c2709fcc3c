package org.leastaction.metrics;

/**
 * A number with its confidence interval, always at level {@value #LEVEL}.
 *
 * <p>Ends may be infinite: a single measurement has no spread, so its interval is (−∞, ∞). The value is the
 * plain measurement; an interval that corrects a bias may lie to one side of it.
 *
 * @param value the point estimate
 * @param low   the lower end
 * @param high  the upper end, at least {@code low}
 */
public record Estimate(double value, double low, double high) {

    /** The share of repetitions in which an interval should contain the true value. */
    public static final double LEVEL = 0.95;

    /** @throws IllegalArgumentException if a number is NaN or low is above high */
    public Estimate {
        if (Double.isNaN(value) || Double.isNaN(low) || Double.isNaN(high)) {
            throw new IllegalArgumentException(
                    "an estimate has no NaN, this one is " + value + " [" + low + ", " + high + "]");
        }
        if (low > high) {
            throw new IllegalArgumentException("an interval must ascend, not run from " + low + " to " + high);
        }
    }

    /** A value of unknown spread: (−∞, ∞). */
    public static Estimate unbounded(double value) {
        return new Estimate(value, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    /** A value known exactly. */
    public static Estimate exact(double value) {
        return new Estimate(value, value, value);
    }

    /** Whether the interval contains a number, its ends included. */
    public boolean contains(double truth) {
        return low <= truth && truth <= high;
    }

    /** high − low. */
    public double width() {
        return high - low;
    }
}
