package org.leastaction.metrics.regularity;

import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Which pairs are compared: all pairs of all points, or of a random subset where the points are too many.
 *
 * <p>A subset of points, not of pairs: so the intervals can resample points, which are independent where pairs are not.
 *
 * @param maxPoints the most points whose pairs are all compared, at least 2; cost and memory grow with its square
 * @param seed      of the subset
 */
public record PairSelection(int maxPoints, long seed) {

    /** @throws IllegalArgumentException for fewer than 2 points */
    public PairSelection {
        if (maxPoints < 2) {
            throw new IllegalArgumentException("a pair needs 2 points, not at most " + maxPoints);
        }
    }

    /** All pairs of up to 2,000 points (2 million pairs, 64 MB), seed 0. */
    public static PairSelection defaults() {
        return new PairSelection(2_000, 0);
    }

    public PairSelection withMaxPoints(int newMaxPoints) {
        return new PairSelection(newMaxPoints, seed);
    }

    public PairSelection withSeed(long newSeed) {
        return new PairSelection(maxPoints, newSeed);
    }

    /** The chosen rows of n, ascending. */
    int[] rows(int size) {
        return size <= maxPoints
                ? IntStream.range(0, size).toArray()
                : Subsets.draw(size, maxPoints, new SplittableRandom(seed));
    }
}
