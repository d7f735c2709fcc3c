package org.leastaction.metrics.statistics;

/** A number computed from chosen rows of a data set: what the bootstrap repeats. */
@FunctionalInterface
public interface Statistic {

    /**
     * The statistic of these rows.
     *
     * @param rows indices in [0, n), in any order; a row may come several times
     * @return a number; NaN where these rows do not determine it
     */
    double of(int[] rows);
}
