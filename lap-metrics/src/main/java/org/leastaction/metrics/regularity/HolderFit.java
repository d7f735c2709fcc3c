package org.leastaction.metrics.regularity;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.leastaction.metrics.Estimate;
import org.leastaction.metrics.regularity.PairSelection.Subsets;
import org.leastaction.metrics.statistics.Quantiles;

/**
 * The smallest Hölder bound ‖T(x) − T(y)‖ ≤ M‖x − y‖<sup>η</sup> that holds over stated scales.
 *
 * <p><b>Fit.</b> ln ω(δ) is the upper envelope of increments over the bins of {@link #scales()}. Of all lines above it,
 * the lowest in area is taken; its slope, clamped to [0, 1], is η. M is then the least constant with which the bound
 * holds for every pair in the scales (with an envelope below the greatest increment: for every bin). A slope above 1
 * means that the map is Lipschitz; one of 0 or below means that increments do not decrease with the distance: a jump. A
 * map that is constant on the sample has η = 1 and M = 0.
 *
 * <p><b>Intervals.</b> Points are resampled, not pairs, which are not independent. The plain bootstrap fails for
 * envelopes, whose resampled values never exceed the sample's; so subsets of m = ⌈n<sup>3/4</sup>⌉ of n points are
 * drawn without replacement, a bootstrap of m out of n (Politis, Romano, Wolf 1999). {@link Drift} extrapolates the
 * change of the fit from m to n points on to infinitely many points: by more in higher dimensions, where samples
 * approach the steepest places more slowly. The interval of M covers, besides its own drift, the constants of all
 * exponents in the interval of η, and √D times the root mean square of the ratios ‖T(x) − T(y)‖ / ‖x − y‖<sup>η</sup>,
 * D the dimension that the points fill: the largest stretch of a linear map is at most that. The coverage is tabulated
 * in {@code docs/results/validation.md}. In many dimensions the intervals are wide: a sample can refute regularity, but
 * not prove it.
 *
 * @param exponent      η in [0, 1]
 * @param constant      M, at least 0; its unit is that of T(x) over that of x to the power η
 * @param slope         the slope before it was clamped to [0, 1]; NaN for a constant map
 * @param scales        the distances over which the bound holds and was fitted
 * @param modulus       (δ, ω) inside and outside these scales
 * @param points        number of points whose pairs were compared
 * @param totalPoints   number of points given
 * @param subsetPoints  m, points of a resample
 */
public record HolderFit(
        Estimate exponent,
        Estimate constant,
        double slope,
        Scales scales,
        ModulusOfContinuity modulus,
        int points,
        int totalPoints,
        int subsetPoints) {

    /** Fewer points resolve too few scales for a slope. */
    public static final int LEAST_POINTS = 16;

    private static final double SUBSET_POWER = 0.75;
    private static final double ROUNDING = 1e-9;

    /**
     * Fits over the scales that the sample resolves, {@link Scales#resolvedBy}.
     *
     * @return empty if there are fewer than {@value #LEAST_POINTS} points or these resolve no scales because all are
     *         equal or equally far from one another, or if no images differ in the lower or upper half of these scales
     */
    public static Optional<HolderFit> of(PairIncrements pairs, HolderOptions options) {
        return Scales.resolvedBy(pairs, options.bins()).flatMap(scales -> of(pairs, scales, options));
    }

    /**
     * Fits over given scales, whose bins replace the option's. O(pairs + resamples · m²).
     *
     * @return empty if there are fewer than {@value #LEAST_POINTS} points, or the lower or upper half of the scales
     *         has no pair whose images differ
     */
    public static Optional<HolderFit> of(PairIncrements pairs, Scales scales, HolderOptions options) {
        int n = pairs.points();
        if (n < LEAST_POINTS) {
            return Optional.empty();
        }
        LogIncrements logs = new LogIncrements(pairs);
        int[] all = IntStream.range(0, n).toArray();
        int subset = (int) Math.ceil(Math.pow(n, SUBSET_POWER));
        ModulusOfContinuity modulus = ModulusOfContinuity.of(logs, scales, options.quantile());
        if (modulus.points().stream().allMatch(point -> point.omega() == 0)) {
            return Optional.of(new HolderFit(Estimate.exact(1), Estimate.exact(0), Double.NaN, scales, modulus,
                    n, pairs.totalPoints(), subset));
        }
        HolderBound bound = HolderBound.of(logs, all, scales, options.quantile());
        if (!bound.isDetermined()) {
            return Optional.empty();
        }
        HolderBound[] resampled = resample(logs, subset, scales, options);
        Estimate dimension = IntrinsicDimension.of(pairs);
        Estimate exponent = exponent(bound, resampled, dimension.value(), n, subset, options);
        return Optional.of(new HolderFit(
                exponent,
                constant(bound, resampled, exponent, logs, scales, dimension.value(), subset, options),
                bound.slope(),
                scales,
                modulus,
                n,
                pairs.totalPoints(),
                subset));
    }

    /** The bound M·δ<sup>η</sup> at a distance. */
    public double bound(double delta) {
        return constant.value() * Math.pow(delta, exponent.value());
    }

    private static HolderBound[] resample(LogIncrements logs, int subset, Scales scales, HolderOptions options) {
        SplittableRandom random = new SplittableRandom(options.seed());
        return IntStream.range(0, options.resamples())
                .mapToObj(b -> HolderBound.of(
                        logs, Subsets.draw(logs.points(), subset, random), scales, options.quantile()))
                .filter(HolderBound::isDetermined)
                .toArray(HolderBound[]::new);
    }

    private static Estimate exponent(
            HolderBound bound, HolderBound[] resampled, double dimension, int n, int subset, HolderOptions options) {
        if (resampled.length < options.resamples() / 2) {
            return new Estimate(HolderBound.exponent(bound.slope()), 0, 1);
        }
        Estimate slope = new Drift(n, subset, dimension)
                .interval(bound.slope(), Arrays.stream(resampled).mapToDouble(HolderBound::slope).toArray());
        return new Estimate(
                HolderBound.exponent(slope.value()),
                HolderBound.exponent(slope.low()),
                HolderBound.exponent(slope.high()));
    }

    private static Estimate constant(
            HolderBound bound, HolderBound[] resampled, Estimate exponent, LogIncrements logs, Scales scales,
            double dimension, int subset, HolderOptions options) {
        double value = bound.logConstant();
        if (resampled.length < options.resamples() / 2) {
            return new Estimate(Math.exp(value), 0, Double.POSITIVE_INFINITY);
        }
        // The steepest place has a position and a direction, so the effective dimension is twice that of the points.
        Estimate log = new Drift(logs.points(), subset, 2 * dimension)
                .interval(value, Arrays.stream(resampled).mapToDouble(HolderBound::logConstant).toArray());
        int[] all = IntStream.range(0, logs.points()).toArray();
        double roughest = HolderBound.overPairs(logs, all, scales, exponent.low());
        double smoothest = HolderBound.overPairs(logs, all, scales, exponent.high());
        double isotropic = HolderBound.rootMeanSquare(logs, all, scales, exponent.value())
                + 0.5 * Math.log(Math.max(1, dimension));
        double high = Math.max(isotropic, Math.max(value, Math.max(roughest, smoothest)) + log.high() - value);
        double low = Math.min(value, Math.min(roughest, smoothest)) + log.low() - value;
        return new Estimate(
                Math.exp(value), Math.exp(low) * (1 - ROUNDING), Math.exp(high) * (1 + ROUNDING));
    }

    /**
     * Extrapolates the bias of a fit to an envelope: from subsets of m points to n points, and from n to infinitely
     * many.
     *
     * <p>If the error of n points decreases as n<sup>−1/D</sup>, like the distance to the nearest point in D
     * dimensions, the remaining change is 1/((n/m)<sup>1/D</sup> − 1) times the change from m to n. That factor,
     * clamped to at least 1, multiplies the distances from the value to the 2.5 % and 97.5 % quantiles over subsets.
     *
     * @param points    n
     * @param subset    m, below n
     * @param dimension D, at least 0
     */
    record Drift(int points, int subset, double dimension) {

        double factor() {
            double rate = Math.pow((double) points / subset, 1 / Math.max(dimension, 1e-3)) - 1;
            return Math.max(1, 1 / rate);
        }

        /**
         * The interval around a value.
         *
         * @param resampled the same fit on subsets of m points; this array is sorted in place
         */
        Estimate interval(double value, double[] resampled) {
            Arrays.sort(resampled);
            double tail = (1 - Estimate.LEVEL) / 2;
            double down = Math.max(0, Quantiles.ofSorted(resampled, 1 - tail) - value);
            double up = Math.max(0, value - Quantiles.ofSorted(resampled, tail));
            return new Estimate(value, value - factor() * down, value + factor() * up);
        }
    }
}
