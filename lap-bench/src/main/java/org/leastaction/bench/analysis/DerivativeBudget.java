package org.leastaction.bench.analysis;

import java.util.Locale;
import java.util.OptionalInt;
import org.leastaction.flow.DerivativeMethod;

/**
 * How long an analysis may differentiate. Each of the three measures that do, of the map's Jacobian, of the blocks' and of
 * attacks, gets a third. They estimate from a few timed products what a point costs, and take as many points as they can
 * afford of the numbers {@link SampleSizes} gives: these, or half, a quarter, …, at least {@link #LEAST_POINTS}.
 *
 * @param seconds wall time of all three together, at least 0; infinite for no limit
 */
public record DerivativeBudget(double seconds) {

    /** Fewer points say little of a map. */
    public static final int LEAST_POINTS = 4;

    private static final double USUAL_SECONDS = 300;
    private static final int PARTS = 3;

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

    /** Without limit. */
    public static DerivativeBudget unlimited() {
        return new DerivativeBudget(Double.POSITIVE_INFINITY);
    }

    /** Seconds of one measure. */
    double share() {
        return seconds / PARTS;
    }

    /**
     * How many points one measure can afford.
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

    /** Why nothing was measured that {@link #points} could not afford. */
    String refusal(int wanted, double secondsAPoint, DerivativeMethod method) {
        int least = Math.min(LEAST_POINTS, wanted);
        return String.format(Locale.ROOT, "%d points would take about %s%s, more than a third of the derivative budget of"
                + " %s", least, inWords(least * secondsAPoint),
                method == DerivativeMethod.FINITE_DIFFERENCES ? " by finite differences" : "", inWords(seconds));
    }

    private static String inWords(double seconds) {
        if (seconds < 120) {
            return String.format(Locale.ROOT, "%.0f s", seconds);
        }
        return seconds < 7200
                ? String.format(Locale.ROOT, "%.0f min", seconds / 60) : String.format(Locale.ROOT, "%.0f h", seconds / 3600);
    }
}
