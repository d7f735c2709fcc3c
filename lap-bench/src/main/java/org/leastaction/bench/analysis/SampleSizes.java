package org.leastaction.bench.analysis;

/**
 * The number of samples for each costly metric: a random subset if there are more.
 *
 * @param gapNumbers number of coordinates of the samples for optimal transport, for example 2,000 samples of 6,272
 * @param pairs    number of samples whose pairs the Hölder fits compare
 * @param blocks   number of samples that are tracked through the blocks, and whose labels define the frontier
 * @param jacobian number of samples at which the Jacobian of the map is measured
 * @param path     number of samples at which the Jacobian of every block is measured
 * @param noise    number of inputs under noise
 * @param attacks  number of inputs under attack
 */
public record SampleSizes(
        int gapNumbers, int pairs, int blocks, int jacobian, int path, int noise, int attacks) {

    /** @throws IllegalArgumentException if a size is too small for a meaningful result */
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
