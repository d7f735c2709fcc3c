package org.leastaction.bench.analysis;

import java.util.Locale;
import java.util.OptionalInt;
import org.leastaction.bench.analysis.FlowAnalysis.SampleSizes;
import org.leastaction.flow.Derivatives.DerivativeMethod;

/**
 * The time that an analysis may spend on derivatives. Each of the four measures that use them (Jacobian of the map,
 * Jacobians of the blocks, their alignment, attacks) gets a quarter. They estimate the time per point from a few timed
 * products and use as many points as fit: the number in {@link SampleSizes}, or a half, a quarter, … of it, at least
 * {@link #LEAST_POINTS}.
 *
 * @param seconds wall time of all four together, in seconds, at least 0; infinite for no limit
 */
public record DerivativeBudget(double seconds) {

    /** Fewer points say little about a map. */
    public static final int LEAST_POINTS = 4;

    private static final double USUAL_SECONDS = 300;
    private static final int PARTS = 4;

    /** @throws IllegalArgumentException for a time below 0 or NaN */
    public DerivativeBudget {
        if (!(seconds >= 0)) {
            throw new IllegalArgumentException("the derivative budget must be at least 0 seconds, not " + seconds);
        }
    }

    /** Five minutes. */
    public static DerivativeBudget usual() {
        return new DerivativeBudget(USUAL_SECONDS);
    }

    /** No limit. */
    public static DerivativeBudget unlimited() {
        return new DerivativeBudget(Double.POSITIVE_INFINITY);
    }

    /** The seconds of one measure. */
    double share() {
        return seconds / PARTS;
    }

    /**
     * The number of points that fit into one measure's time.
     *
     * @return {@code wanted} or a half, a quarter, … of it; empty if that is below 4 and below {@code wanted}
     */
    OptionalInt points(int wanted, double secondsAPoint) {
        int points = wanted;
        while (points * secondsAPoint > share()) {
            points /= 2;
            if (points < Math.min(LEAST_POINTS, wanted)) {
                return OptionalInt.empty();
            }
        }
        return OptionalInt.of(points);
    }

    /** The reason for not measuring, if {@link #points} is empty. */
    String refusal(int wanted, double secondsAPoint, DerivativeMethod method) {
        int least = Math.min(LEAST_POINTS, wanted);
        return String.format(Locale.ROOT,
                "%d points would take about %s%s, more than a quarter of the derivative budget of"
                        + " %s",
                least, inWords(least * secondsAPoint),
                method == DerivativeMethod.FINITE_DIFFERENCES ? " by finite differences" : "", inWords(seconds));
    }

    private static String inWords(double seconds) {
        if (seconds < 120) {
            return String.format(Locale.ROOT, "%.0f s", seconds);
        }
        return seconds < 7200
                ? String.format(Locale.ROOT, "%.0f min", seconds / 60)
                : String.format(Locale.ROOT, "%.0f h", seconds / 3600);
    }
}
