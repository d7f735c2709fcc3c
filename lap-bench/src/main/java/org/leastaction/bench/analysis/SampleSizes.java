package org.leastaction.bench.analysis;

/**
 * How many of the samples each costly metric looks at: a random subset where there are more.
 *
 * @param gapNumbers coordinates of the samples for which optimal transport is sought, for example 2,000 of 6,272
 * @param pairs    samples whose pairs the Hölder fits compare
 * @param blocks   samples that are followed through the blocks, and whose labels tell the frontier
 * @param jacobian samples where the map's Jacobian is measured
 * @param path     samples where every block's Jacobian is measured
 * @param noise    inputs that noise perturbs
 * @param attacks  inputs that are attacked
 */
public record SampleSizes(
        int gapNumbers, int pairs, int blocks, int jacobian, int path, int noise, int attacks) {

    /** @throws IllegalArgumentException for sizes too small to say anything */
    public SampleSizes {
        if (gapNumbers < 2 || pairs < 2 || blocks < 3 || jacobian < 1 || path < 1 || noise < 1 || attacks < 1) {
            throw new IllegalArgumentException("each metric needs some samples, not " + gapNumbers + ", " + pairs + ", "
                    + blocks + ", " + jacobian + ", " + path + ", " + noise + ", " + attacks);
        }
    }

    /**
     * 12.6 million coordinates for the gap, 2,000 samples for pairs, 1,000 along the blocks, 64 and 16 Jacobians, 1,000
     * inputs under noise, 128 under attack.
     */
    public static SampleSizes defaults() {
        return new SampleSizes(12_600_000, 2_000, 1_000, 64, 16, 1_000, 128);
    }
}
