package org.leastaction.bench.study.table;

import java.util.Locale;
import org.leastaction.metrics.Estimate;

/** Formats accuracies, to a tenth of a percent as in the paper. */
final class Figures {

    private Figures() {}

    /** "97.1"; two decimal places if the paper has them. */
    static String mean(Estimate percent) {
        return String.format(Locale.ROOT, "%.1f", percent.value());
    }

    /** "+2.5, [0.4, 4.6]". */
    static String difference(Estimate percent) {
        return String.format(Locale.ROOT, "%+.1f, [%.1f, %.1f]", percent.value(), percent.low(), percent.high());
    }

    /** "97.1, [96.4, 97.8]", with ends clipped to [0, 100]; without the interval for a single network. */
    static String withInterval(Estimate percent) {
        return Double.isFinite(percent.width())
                ? String.format(Locale.ROOT, "%.1f, [%.1f, %.1f]",
                        percent.value(), Math.max(0, percent.low()), Math.min(percent.high(), 100))
                : mean(percent) + ", [–]";
    }
}
