package org.leastaction.metrics.statistics;

/** Sample quantiles by linear interpolation between order statistics (Hyndman and Fan's type 7, NumPy's default). */
public final class Quantiles {

    private Quantiles() {}

    /**
     * The quantile of sorted values. O(1).
     *
     * @param sorted at least one number, ascending, no NaN
     * @param share  in [0, 1]: 0 is the smallest value, 1 the largest
     * @throws IllegalArgumentException if there is no value, or the share is outside [0, 1]
     */
    public static double ofSorted(double[] sorted, double share) {
        if (sorted.length == 0) {
            throw new IllegalArgumentException("a quantile needs at least one value");
        }
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("a quantile's share must be in [0, 1], not " + share);
        }
        double position = share * (sorted.length - 1);
        int below = (int) position;
        double weight = position - below;
        // Without this, ∞ · 0 between two order statistics would give NaN.
        if (weight == 0 || sorted[below] == sorted[below + 1]) {
            return sorted[below];
        }
        return sorted[below] * (1 - weight) + sorted[below + 1] * weight;
    }
}
