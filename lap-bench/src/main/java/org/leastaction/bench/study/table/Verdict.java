package org.leastaction.bench.study.table;

import java.util.Locale;
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
    /** Too few networks: their interval is so wide that it lies nowhere. */
    NONE;

    /** The least number of networks whose interval says something: of two, Student's is 7 times as wide as of five. */
    public static final int LEAST_NETWORKS = 5;

    /**
     * @param percent  the measured mean with its interval, in percent
     * @param networks how many it is the mean of
     */
    static Verdict of(Estimate percent, int networks, Published published) {
        if (networks < LEAST_NETWORKS || !Double.isFinite(percent.width())) {
            return NONE;
        }
        if (percent.low() > published.percent().high()) {
            return HIGHER;
        }
        return percent.high() < published.percent().low() ? LOWER : OVERLAPS;
    }

    /** For tables. */
    public String word() {
        return this == NONE ? "no verdict" : name().toLowerCase(Locale.ROOT);
    }
}
