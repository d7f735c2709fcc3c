package org.leastaction.bench.study.table;

import org.leastaction.bench.study.Published;
import org.leastaction.metrics.Estimate;

/** Where a measured interval lies beside a published one. */
public enum Verdict {
    /** The intervals have a point in common. */
    OVERLAPS,
    /** All of the measured interval lies above the published one. */
    HIGHER,
    /** All of it lies below. */
    LOWER,
    /** A single network, or none, has no interval. */
    UNKNOWN;

    /** @param percent the measured mean with its interval, in percent */
    static Verdict of(Estimate percent, Published published) {
        if (!Double.isFinite(percent.width())) {
            return UNKNOWN;
        }
        if (percent.low() > published.percent().high()) {
            return HIGHER;
        }
        return percent.high() < published.percent().low() ? LOWER : OVERLAPS;
    }

    /** In lower case, for tables. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
