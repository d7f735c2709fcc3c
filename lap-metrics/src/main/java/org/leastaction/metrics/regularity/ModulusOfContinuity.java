package org.leastaction.metrics.regularity;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.leastaction.metrics.regularity.Scales.LogGrid;

/**
 * The empirical modulus of continuity: the greatest distance between the images of two points about δ apart. The data
 * of a log–log plot.
 *
 * @param quantile which increment of a bin represents it; 1 is the greatest
 * @param points   the bins that have a pair, in ascending δ
 */
public record ModulusOfContinuity(double quantile, List<Point> points) {

    /**
     * One bin.
     *
     * @param delta δ, the geometric middle of the bin
     * @param omega ω(δ), at least 0
     * @param pairs number of pairs in the bin, at least 1
     */
    public record Point(double delta, double omega, int pairs) {}

    public ModulusOfContinuity {
        points = List.copyOf(points);
    }

    /**
     * The modulus over the given scales, over as many bins again below them, and up to the greatest distance. O(pairs).
     *
     * @param quantile in (0, 1]: the least increment that at least this share of a bin's pairs does not exceed
     * @throws IllegalArgumentException for another quantile
     */
    public static ModulusOfContinuity of(PairIncrements pairs, Scales scales, double quantile) {
        if (!(quantile > 0 && quantile <= 1)) {
            throw new IllegalArgumentException("the envelope's quantile must be in (0, 1], not " + quantile);
        }
        return of(new LogIncrements(pairs), scales, quantile);
    }

    static ModulusOfContinuity of(LogIncrements pairs, Scales scales, double quantile) {
        int[] all = IntStream.range(0, pairs.points()).toArray();
        LogGrid grid = scales.grid();
        int[] lastBin = {scales.bins() - 1};
        pairs.forEach(all, (logDistance, logIncrement) -> lastBin[0] = Math.max(lastBin[0], grid.bin(logDistance)));
        Envelope envelope = Envelope.of(pairs, all, scales, -scales.bins(), lastBin[0], quantile);
        List<Point> points = new ArrayList<>();
        for (int bin = envelope.firstBin(); bin <= envelope.lastBin(); bin++) {
            if (envelope.pairs(bin) > 0) {
                points.add(new Point(scales.delta(bin), Math.exp(envelope.logOmega(bin)), envelope.pairs(bin)));
            }
        }
        return new ModulusOfContinuity(quantile, points);
    }
}
