package org.leastaction.metrics.regularity;

import java.util.Arrays;
import org.leastaction.metrics.regularity.Scales.LogGrid;

/** The upper envelope of increments over consecutive bins: ln ω and the number of pairs of each bin. */
final class Envelope {

    private final int firstBin;
    private final double[] logOmega;
    private final int[] pairs;

    private Envelope(int firstBin, double[] logOmega, int[] pairs) {
        this.firstBin = firstBin;
        this.logOmega = logOmega;
        this.pairs = pairs;
    }

    /**
     * The envelope of the pairs of some points over the bins {@code firstBin} to {@code lastBin}, both included.
     *
     * @param quantile the least increment that at least this share of a bin's pairs does not exceed
     */
    static Envelope of(
            LogIncrements pairs, int[] rows, Scales scales, int firstBin, int lastBin, double quantile) {
        LogGrid grid = scales.grid();
        int bins = lastBin - firstBin + 1;
        int[] counts = new int[bins];
        double[] greatest = new double[bins];
        Arrays.fill(greatest, Double.NEGATIVE_INFINITY);
        pairs.forEach(rows, (logDistance, logIncrement) -> {
            int bin = grid.bin(logDistance);
            if (bin >= firstBin && bin <= lastBin) {
                counts[bin - firstBin]++;
                greatest[bin - firstBin] = Math.max(greatest[bin - firstBin], logIncrement);
            }
        });
        double[] logOmega = quantile == 1 ? greatest : quantiles(pairs, rows, grid, firstBin, counts, quantile);
        return new Envelope(firstBin, logOmega, counts);
    }

    private static double[] quantiles(
            LogIncrements pairs, int[] rows, LogGrid grid, int firstBin, int[] counts, double quantile) {
        double[][] members = new double[counts.length][];
        Arrays.setAll(members, b -> new double[counts[b]]);
        int[] filled = new int[counts.length];
        pairs.forEach(rows, (logDistance, logIncrement) -> {
            int b = grid.bin(logDistance) - firstBin;
            if (b >= 0 && b < members.length) {
                members[b][filled[b]++] = logIncrement;
            }
        });
        double[] logOmega = new double[counts.length];
        for (int b = 0; b < members.length; b++) {
            Arrays.sort(members[b]);
            int rank = (int) Math.ceil(quantile * counts[b]) - 1;
            logOmega[b] = counts[b] == 0 ? Double.NEGATIVE_INFINITY : members[b][rank];
        }
        return logOmega;
    }

    /** ln(ω − offset): −∞ where ω is not above the offset. */
    Envelope lowered(double offset) {
        double[] lowered = logOmega.clone();
        for (int b = 0; b < lowered.length; b++) {
            lowered[b] = Math.log(Math.max(0, Math.exp(lowered[b]) - offset));
        }
        return new Envelope(firstBin, lowered, pairs);
    }

    int firstBin() {
        return firstBin;
    }

    int lastBin() {
        return firstBin + pairs.length - 1;
    }

    int pairs(int bin) {
        return pairs[bin - firstBin];
    }

    /** ln ω of a bin; −∞ if it has no pair, or its increment is 0. */
    double logOmega(int bin) {
        return logOmega[bin - firstBin];
    }

    /**
     * The lowest line above the envelope in the log–log plane: of all lines that lie above every point of the fitted
     * scales, the one with the least area below it, that is, the least height at the middle of the scales. There it
     * follows an edge of the points' upper hull.
     */
    static final class SupportingLine {

        private SupportingLine() {}

        /** The slope of that line; NaN unless both halves of the scales have a positive ω. O(bins²). */
        static double slope(Envelope envelope, Scales scales) {
            LogGrid grid = scales.grid();
            double centre = grid.origin() + 0.5 * scales.bins() * grid.step();
            double highest = Double.NEGATIVE_INFINITY;
            double slope = Double.NaN;
            for (int left = 0; left < scales.bins() / 2; left++) {
                for (int right = scales.bins() / 2; right < scales.bins(); right++) {
                    double rise = envelope.logOmega(right) - envelope.logOmega(left);
                    double chord = rise / (grid.logDelta(right) - grid.logDelta(left));
                    double height = envelope.logOmega(left) + chord * (centre - grid.logDelta(left));
                    // Bins without a positive ω give NaN or −∞ and are never higher.
                    if (height > highest) {
                        highest = height;
                        slope = chord;
                    }
                }
            }
            return slope;
        }
    }
}
