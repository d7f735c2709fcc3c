package org.leastaction.metrics.statistics;

/** A statistic of chosen rows of a data set, which the bootstrap resamples. */
@FunctionalInterface
public interface Statistic {

    /**
     * The statistic of these rows.
     *
     * @param rows indices in [0, n), in any order, possibly repeated
     * @return a number; NaN where these rows do not determine one
     */
    double of(int[] rows);
}
