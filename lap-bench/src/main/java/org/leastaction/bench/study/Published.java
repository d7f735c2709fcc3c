package org.leastaction.bench.study;

import org.leastaction.metrics.Estimate;

/**
 * The published result of a cell.
 *
 * @param percent mean accuracy with its 95 % interval, in percent
 */
public record Published(Estimate percent) {

    /** @throws IllegalArgumentException unless the mean lies in the interval, and all in [0, 100] */
    public static Published of(double mean, double low, double high) {
        if (!(0 <= low && low <= mean && mean <= high && high <= 100)) {
            throw new IllegalArgumentException("a published cell is [mean, low, high] in percent with"
                    + " 0 <= low <= mean <= high <= 100, not [" + mean + ", " + low + ", " + high + "]");
        }
        return new Published(new Estimate(mean, low, high));
    }
}
