package org.leastaction.metrics.frontier;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.leastaction.metrics.Estimate;
import org.leastaction.metrics.statistics.Quantiles;
import org.leastaction.metrics.statistics.SlopeSums;

/**
 * The dimension of a class frontier from labelled points alone, in any number of dimensions.
 *
 * <p>The probability that two points at distance r lie on different sides of a frontier of codimension α is about r^α
 * for small r (the uncertainty exponent of Grebogi, McDonald, Ott and Yorke 1983). With D the correlation dimension of
 * the points themselves, found on the same scales as the slope of ln (number of pairs within r), the frontier has
 * dimension D − α.
 *
 * <p>Both slopes are taken from the scale at which a point has five others on average to the scale within which a
 * fiftieth of all pairs lies. Intervals: the same on random halves of the points, twice their standard deviation, and
 * half of the difference between the lower and the upper half of the scales on top, for the bend of the law. In many
 * dimensions the scales span a factor below two, and the intervals are wide accordingly.
 *
 * @param dimension     D − α, at least 0
 * @param disagreement  α, at least 0: 1 for smooth frontiers, 0 for frontiers that fill the space
 * @param sample        D, the correlation dimension of the points
 * @param from          smallest distance used
 * @param to            largest distance used
 */
public record NeighbourFrontier(Estimate dimension, Estimate disagreement, Estimate sample, double from, double to) {

    private static final int LEAST_POINTS = 64;
    private static final double NEIGHBOURS = 5;
    private static final double SHARE = 0.02;
    private static final int SCALES = 8;
    private static final int HALVES = 60;

    /**
     * Estimates from pairwise distances. O(halves · m²).
     *
     * @param distances strict lower triangle: row i holds the distances to the points 0 to i − 1
     * @param labels    m classes
     * @param seed      of the halves
     * @return empty for fewer than {@value #LEAST_POINTS} points, or where nearby points of two classes are too
     *         rare to show a frontier: there are none, or α is above D
     */
    public static Optional<NeighbourFrontier> of(double[][] distances, int[] labels, long seed) {
        int m = labels.length;
        if (m < LEAST_POINTS) {
            return Optional.empty();
        }
        double[] sorted = Arrays.stream(distances).flatMapToDouble(Arrays::stream)
                .filter(r -> r > 0).sorted().toArray();
        if (sorted.length == 0) {
            return Optional.empty();
        }
        double share = Math.min(0.5, NEIGHBOURS / m);
        double from = Quantiles.ofSorted(sorted, share);
        double to = Quantiles.ofSorted(sorted, Math.max(SHARE, 4 * share));
        if (!(to > from)) {
            return Optional.empty();
        }
        boolean[] all = new boolean[m];
        Arrays.fill(all, true);
        Slopes whole = Slopes.of(distances, labels, all, from, to, 0, SCALES);
        if (whole == null || whole.dimension() < 0) {
            return Optional.empty();
        }
        double[][] drawn = halves(distances, labels, from, to, seed);
        Slopes lower = Slopes.of(distances, labels, all, from, to, 0, SCALES / 2);
        Slopes upper = Slopes.of(distances, labels, all, from, to, SCALES / 2, SCALES);
        return Optional.of(new NeighbourFrontier(
                estimate(whole.dimension(), drawn[0], bend(lower, upper, 0)),
                estimate(whole.disagreement(), drawn[1], bend(lower, upper, 1)),
                estimate(whole.sample(), drawn[2], bend(lower, upper, 2)), from, to));
    }

    private static double[][] halves(double[][] distances, int[] labels, double from, double to, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] drawn = new double[3][HALVES];
        int filled = 0;
        for (int h = 0; h < HALVES; h++) {
            boolean[] used = new boolean[labels.length];
            for (int i = 0; i < used.length; i++) {
                used[i] = random.nextInt(2) == 0;
            }
            Slopes slopes = Slopes.of(distances, labels, used, from, to, 0, SCALES);
            if (slopes != null) {
                for (int k = 0; k < 3; k++) {
                    drawn[k][filled] = slopes.get(k);
                }
                filled++;
            }
        }
        for (int k = 0; k < 3; k++) {
            drawn[k] = Arrays.copyOf(drawn[k], filled);
        }
        return drawn;
    }

    private static double bend(@Nullable Slopes lower, @Nullable Slopes upper, int which) {
        return lower == null || upper == null
                ? Double.POSITIVE_INFINITY : Math.abs(lower.get(which) - upper.get(which)) / 2;
    }

    private static Estimate estimate(double value, double[] halves, double bend) {
        double held = Math.max(0, value);
        if (halves.length < HALVES / 2) {
            return new Estimate(held, 0, Double.POSITIVE_INFINITY);
        }
        double mean = Arrays.stream(halves).average().orElseThrow();
        double variance = Arrays.stream(halves).map(half -> (half - mean) * (half - mean)).sum() / (halves.length - 1);
        // A random half varies around the whole sample as much as the whole sample does around the truth.
        double spread = 2 * Math.sqrt(variance) + bend;
        return new Estimate(held, Math.max(0, Math.min(held, value - spread)), Math.max(held, value + spread));
    }

    /**
     * Exponents of cumulative pair counts over the distance.
     *
     * @param sample       slope of ln (pairs within r)
     * @param disagreement slope of ln (share of the pairs within r whose classes differ)
     */
    private record Slopes(double sample, double disagreement) {

        double dimension() {
            return sample - disagreement;
        }

        double get(int which) {
            return which == 0 ? dimension() : which == 1 ? disagreement : sample;
        }

        /**
         * Fits over the scales {@code first} to {@code last} of the eight that divide ln r evenly between from and to.
         *
         * @param used which points count
         * @return null where a scale has no pair of different classes
         */
        static @Nullable Slopes of(
                double[][] distances, int[] labels, boolean[] used, double from, double to, int first, int last) {
            int scales = 8;
            double step = Math.log(to / from) / scales;
            double[] pairs = new double[scales + 1];
            double[] mixed = new double[scales + 1];
            for (int i = 1; i < labels.length; i++) {
                for (int j = 0; used[i] && j < i; j++) {
                    double r = distances[i][j];
                    if (used[j] && r > 0 && r <= to) {
                        int scale = r <= from ? 0 : Math.min(scales, (int) Math.ceil(Math.log(r / from) / step));
                        pairs[scale]++;
                        mixed[scale] += labels[i] == labels[j] ? 0 : 1;
                    }
                }
            }
            for (int s = 1; s <= scales; s++) {
                pairs[s] += pairs[s - 1];
                mixed[s] += mixed[s - 1];
            }
            SlopeSums sample = new SlopeSums();
            SlopeSums both = new SlopeSums();
            for (int s = first; s <= last; s++) {
                if (mixed[s] == 0) {
                    return null;
                }
                sample.add(s * step, Math.log(pairs[s]));
                both.add(s * step, Math.log(mixed[s]));
            }
            return new Slopes(sample.slope(), both.slope() - sample.slope());
        }
    }
}
