package org.leastaction.bench.study.table;

import java.util.Locale;
import org.leastaction.metrics.Estimate;

/** Accuracies in print, to a tenth of a percent as the paper gives them. */
final class Figures {

    private Figures() {}

    /** "97.1"; two digits behind the point where the paper has them. */
    static String mean(Estimate percent) {
        return String.format(Locale.ROOT, "%.1f", percent.value());
    }

    /** "+2.5, [0.4, 4.6]". */
    static String difference(Estimate percent) {
        return String.format(Locale.ROOT, "%+.1f, [%.1f, %.1f]", percent.value(), percent.low(), percent.high());
    }

    /** "97.1, [96.4, 97.8]", no end beyond 0 or 100; without interval where a single network has none. */
    static String withInterval(Estimate percent) {
        return Double.isFinite(percent.width())
                ? String.format(Locale.ROOT, "%.1f, [%.1f, %.1f]",
                        percent.value(), Math.max(0, percent.low()), Math.min(percent.high(), 100))
                : mean(percent) + ", [–]";
    }
}
