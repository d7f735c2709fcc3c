package org.leastaction.bench.study.table;

import java.util.Locale;
import org.leastaction.bench.study.Published;
import org.leastaction.metrics.Estimate;

/** The position of a measured interval relative to a published one. */
public enum Verdict {
    /** The intervals have a point in common. */
    OVERLAPS,
    /** The whole measured interval lies above the published one. */
    HIGHER,
    /** The whole measured interval lies below the published one. */
    LOWER,
    /** Too few networks: the interval is too wide for a comparison. */
    NONE;

    /** The minimum number of networks for a verdict: Student's interval of two is 7 times as wide as that of five. */
    public static final int LEAST_NETWORKS = 5;

    /**
     * @param percent  the measured mean with its interval, in percent
     * @param networks number of networks in the mean
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

    /** The word in tables. */
    public String word() {
        return this == NONE ? "no verdict" : name().toLowerCase(Locale.ROOT);
    }
}
