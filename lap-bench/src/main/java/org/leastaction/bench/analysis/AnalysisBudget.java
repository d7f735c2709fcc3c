package org.leastaction.bench.analysis;

import java.util.Locale;
import java.util.OptionalInt;
import org.leastaction.bench.analysis.StudiedFlow.SampleSizes;
import org.leastaction.bench.analysis.ProductCost.DerivativeWords;
import org.leastaction.flow.Derivatives.DerivativeMethod;
import org.leastaction.flow.Derivatives;

/**
 * The time that an analysis may take. Each part whose time grows with the model (the pass through it, noise, Jacobians
 * of the map, Jacobians of the blocks, their alignment, gradient attacks, the attack ensemble) may use a seventh. It
 * estimates the time per point from a few timed evaluations or products, and uses as many points as fit: the number in
 * {@link SampleSizes}, or a half, a quarter, … of it, at least {@link #LEAST_POINTS}.
 *
 * @param seconds wall time, in seconds, at least 0; infinite for no limit
 */
public record AnalysisBudget(double seconds) {

    /** Fewer points give too little information about a map. */
    public static final int LEAST_POINTS = 4;

    private static final double USUAL_SECONDS = 300;
    private static final int PARTS = 7;

    /** @throws IllegalArgumentException for a time below 0 or NaN */
    public AnalysisBudget {
        if (!(seconds >= 0)) {
            throw new IllegalArgumentException("the budget must be at least 0 seconds, not " + seconds);
        }
    }

    /** Five minutes. */
    public static AnalysisBudget usual() {
        return new AnalysisBudget(USUAL_SECONDS);
    }

    /** No limit. */
    public static AnalysisBudget unlimited() {
        return new AnalysisBudget(Double.POSITIVE_INFINITY);
    }

    /**
     * The number of points that fit into the time of one part.
     *
     * @return {@code wanted} or a half, a quarter, … of it; empty if that is below 4 and below {@code wanted}
     */
    OptionalInt points(int wanted, double secondsAPoint) {
        int points = wanted;
        while (points * secondsAPoint > seconds / PARTS) {
            points /= 2;
            if (points < Math.min(LEAST_POINTS, wanted)) {
                return OptionalInt.empty();
            }
        }
        return OptionalInt.of(points);
    }

    /** As {@link #points}, but never less than 4 points, or all if there are fewer. */
    int pointsAtLeast(int wanted, double secondsAPoint) {
        return points(wanted, secondsAPoint).orElse(Math.min(LEAST_POINTS, wanted));
    }

    /** The reason for not measuring, if {@link #points} is empty. */
    String refusal(int wanted, double secondsAPoint, Derivatives derivatives) {
        return refusal(wanted, secondsAPoint, derivatives.derivativeMethod() == DerivativeMethod.EXACT
                ? "" : " by " + DerivativeWords.of(derivatives));
    }

    /** The same for measures that take no derivatives. */
    String refusal(int wanted, double secondsAPoint) {
        return refusal(wanted, secondsAPoint, "");
    }

    private String refusal(int wanted, double secondsAPoint, String method) {
        int least = Math.min(LEAST_POINTS, wanted);
        return String.format(Locale.ROOT,
                "%d points would take about %s%s, more than a seventh of the budget of %s; --budget gives it more",
                least, inWords(least * secondsAPoint), method, inWords(seconds));
    }

    /** A time in words, e.g. "90 s", "5 min". */
    static String inWords(double seconds) {
        if (seconds < 120) {
            return String.format(Locale.ROOT, "%.0f s", seconds);
        }
        return seconds < 7200
                ? String.format(Locale.ROOT, "%.0f min", seconds / 60)
                : String.format(Locale.ROOT, "%.0f h", seconds / 3600);
    }
}
