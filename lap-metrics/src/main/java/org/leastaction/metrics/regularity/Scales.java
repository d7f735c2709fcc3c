package org.leastaction.metrics.regularity;

import java.util.Arrays;
import java.util.Optional;
import org.leastaction.metrics.statistics.Quantiles;

/**
 * Bins of distances, evenly spaced on a logarithmic axis. Bin 0 starts at {@code from} and bin {@code bins} − 1 ends at
 * {@code to}; the grid continues below and above with negative and higher numbers.
 *
 * @param from smallest distance, above 0
 * @param to   greatest distance, above {@code from}
 * @param bins number of bins, even (so that the middle of the scales lies between two bins) and at least 4
 */
public record Scales(double from, double to, int bins) {

    /** @throws IllegalArgumentException for values outside the ranges above */
    public Scales {
        if (!(from > 0 && to > from && to < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "scales run from above 0 upwards to a finite distance, not from " + from + " to " + to);
        }
        HolderOptions.checkBins(bins);
    }

    /**
     * The scales that a sample resolves: from the median over points of the distance to the nearest different point, to
     * the median distance of all pairs. Below, most points have no neighbour; above, the edge of the domain matters.
     * O(pairs · log pairs).
     *
     * @return empty if all points are equal, or if the two medians coincide
     */
    public static Optional<Scales> resolvedBy(PairIncrements pairs, int bins) {
        int n = pairs.points();
        double[] nearest = new double[n];
        Arrays.fill(nearest, Double.POSITIVE_INFINITY);
        double[] all = new double[Math.toIntExact(pairs.pairs())];
        int filled = 0;
        for (int i = 1; i < n; i++) {
            double[] distances = pairs.distances(i);
            for (int j = 0; j < i; j++) {
                if (distances[j] > 0) {
                    nearest[i] = Math.min(nearest[i], distances[j]);
                    nearest[j] = Math.min(nearest[j], distances[j]);
                    all[filled++] = distances[j];
                }
            }
        }
        if (filled == 0) {
            return Optional.empty();
        }
        double from = median(nearest);
        double to = median(Arrays.copyOf(all, filled));
        return to > from * (1 + 1e-9) ? Optional.of(new Scales(from, to, bins)) : Optional.empty();
    }

    /**
     * Scales from the distance within which a point has a given number of others on average, to the median distance of
     * all pairs: several pairs straddle a jump at each of these scales.
     *
     * @return empty if there is no such range
     */
    static Optional<Scales> populated(PairIncrements pairs, double neighbours, int bins) {
        double[] all = new double[Math.toIntExact(pairs.pairs())];
        int filled = 0;
        for (int i = 1; i < pairs.points(); i++) {
            for (double distance : pairs.distances(i)) {
                if (distance > 0) {
                    all[filled++] = distance;
                }
            }
        }
        if (filled == 0) {
            return Optional.empty();
        }
        double[] sorted = Arrays.copyOf(all, filled);
        Arrays.sort(sorted);
        double share = Math.min(1, neighbours * pairs.points() / 2 / filled);
        double from = Quantiles.ofSorted(sorted, share);
        double to = Quantiles.ofSorted(sorted, 0.5);
        return to > from * (1 + 1e-9) ? Optional.of(new Scales(from, to, bins)) : Optional.empty();
    }

    /** The bin of a distance; {@link Integer#MIN_VALUE} for 0. */
    public int bin(double distance) {
        return grid().bin(Math.log(distance));
    }

    /** The geometric middle of a bin. */
    public double delta(int bin) {
        return Math.exp(grid().logDelta(bin));
    }

    /** These bins on the logarithmic axis. */
    LogGrid grid() {
        return new LogGrid(Math.log(from), Math.log(to / from) / bins);
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return Quantiles.ofSorted(values, 0.5);
    }

    /**
     * Evenly spaced bins on the axis of ln r, without end on either side.
     *
     * @param origin where bin 0 starts
     * @param step   width of a bin, above 0
     */
    record LogGrid(double origin, double step) {

        int bin(double logDistance) {
            return (int) Math.floor((logDistance - origin) / step);
        }

        /** The middle of a bin. */
        double logDelta(int bin) {
            return origin + (bin + 0.5) * step;
        }
    }
}
