package org.leastaction.metrics.regularity;

import org.leastaction.metrics.regularity.Envelope.SupportingLine;
import org.leastaction.metrics.regularity.Scales.LogGrid;

/**
 * The smallest bound t ≤ M·r^η of the pairs of some points over some scales.
 *
 * @param slope       of the lowest line above the envelope; NaN if the points do not determine it
 * @param logConstant ln M for the exponent η, the slope clamped to [0, 1]
 */
record HolderBound(double slope, double logConstant) {

    static HolderBound of(LogIncrements pairs, int[] rows, Scales scales, double quantile) {
        Envelope envelope = Envelope.of(pairs, rows, scales, 0, scales.bins() - 1, quantile);
        double slope = SupportingLine.slope(envelope, scales);
        double exponent = exponent(slope);
        double logConstant = quantile == 1
                ? overPairs(pairs, rows, scales, exponent)
                : overBins(envelope, scales, exponent);
        return new HolderBound(slope, logConstant);
    }

    /**
     * Clamped to [0, 1]: a slope above 1 means that the map is Lipschitz (an exponent above 1 on all scales would make
     * it constant), and one below 0 means a jump.
     */
    static double exponent(double slope) {
        return Math.min(1, Math.max(0, slope));
    }

    boolean isDetermined() {
        return !Double.isNaN(slope);
    }

    /** With the greatest increments, the bound must hold for every pair, wherever it lies in its bin. */
    static double overPairs(LogIncrements pairs, int[] rows, Scales scales, double exponent) {
        double from = Math.log(scales.from());
        double to = Math.log(scales.to());
        double[] greatest = {Double.NEGATIVE_INFINITY};
        pairs.forEach(rows, (logDistance, logIncrement) -> {
            if (logDistance >= from && logDistance <= to) {
                greatest[0] = Math.max(greatest[0], logIncrement - exponent * logDistance);
            }
        });
        return greatest[0];
    }

    /** ln of the root mean square of t / r^η over the pairs in the scales; −∞ if there is none. */
    static double rootMeanSquare(LogIncrements pairs, int[] rows, Scales scales, double exponent) {
        double from = Math.log(scales.from());
        double to = Math.log(scales.to());
        double[] sums = new double[2];
        pairs.forEach(rows, (logDistance, logIncrement) -> {
            if (logDistance >= from && logDistance <= to) {
                sums[0] += Math.exp(2 * (logIncrement - exponent * logDistance));
                sums[1]++;
            }
        });
        return 0.5 * Math.log(sums[0] / Math.max(1, sums[1]));
    }

    static double overBins(Envelope envelope, Scales scales, double exponent) {
        LogGrid grid = scales.grid();
        double greatest = Double.NEGATIVE_INFINITY;
        for (int bin = 0; bin < scales.bins(); bin++) {
            greatest = Math.max(greatest, envelope.logOmega(bin) - exponent * grid.logDelta(bin));
        }
        return greatest;
    }
}
