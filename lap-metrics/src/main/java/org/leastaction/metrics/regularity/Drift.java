package org.leastaction.metrics.regularity;

import java.util.Arrays;
import org.leastaction.metrics.Estimate;
import org.leastaction.metrics.statistics.Quantiles;

/**
 * Extrapolates the bias of a fit to an envelope: from subsets of m points to n points, and from n points to the truth.
 *
 * <p>If what n points miss falls as n<sup>−1/D</sup>, as the distance to the nearest point does in D dimensions, the
 * rest of the way is 1/((n/m)<sup>1/D</sup> − 1) times the way from m to n. That factor, clamped to at least 1,
 * multiplies the distances from the value to the 2.5 % and 97.5 % quantiles over subsets.
 *
 * @param points    n
 * @param subset    m, below n
 * @param dimension D, at least 0
 */
record Drift(int points, int subset, double dimension) {

    double factor() {
        double rate = Math.pow((double) points / subset, 1 / Math.max(dimension, 1e-3)) - 1;
        return Math.max(1, 1 / rate);
    }

    /**
     * The interval around a value.
     *
     * @param resampled the same fit on subsets of m points; this array is sorted in place
     */
    Estimate interval(double value, double[] resampled) {
        Arrays.sort(resampled);
        double tail = (1 - Estimate.LEVEL) / 2;
        double down = Math.max(0, Quantiles.ofSorted(resampled, 1 - tail) - value);
        double up = Math.max(0, value - Quantiles.ofSorted(resampled, tail));
        return new Estimate(value, value - factor() * down, value + factor() * up);
    }
}
