package org.leastaction.metrics.regularity;

/**
 * Options of the Hölder fit.
 *
 * @param bins      scales in the fitted range, even and at least 4
 * @param quantile  which increment of a bin represents it, in (0, 1]; 1 is the greatest and the only one whose bound
 *                  holds for every pair
 * @param resamples subsets of points behind the intervals, at least 100
 * @param seed      of these subsets
 */
public record HolderOptions(int bins, double quantile, int resamples, long seed) {

    /** @throws IllegalArgumentException for values outside the ranges above */
    public HolderOptions {
        checkBins(bins);
        if (!(quantile > 0 && quantile <= 1)) {
            throw new IllegalArgumentException("the envelope's quantile must be in (0, 1], not " + quantile);
        }
        if (resamples < 100) {
            throw new IllegalArgumentException("a 95 % interval needs at least 100 resamples, not " + resamples);
        }
    }

    /** 16 scales, the greatest increment of each, 400 subsets, seed 0. */
    public static HolderOptions defaults() {
        return new HolderOptions(16, 1, 400, 0);
    }

    public HolderOptions withQuantile(double newQuantile) {
        return new HolderOptions(bins, newQuantile, resamples, seed);
    }

    public HolderOptions withResamples(int newResamples) {
        return new HolderOptions(bins, quantile, newResamples, seed);
    }

    public HolderOptions withSeed(long newSeed) {
        return new HolderOptions(bins, quantile, resamples, newSeed);
    }

    static void checkBins(int bins) {
        if (bins < 4 || bins % 2 != 0) {
            throw new IllegalArgumentException("the number of scales must be even and at least 4, not " + bins);
        }
    }
}
