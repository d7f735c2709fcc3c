package org.leastaction.metrics.regularity;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Which pairs are compared: all pairs of all points, or of a random subset of points if there are too many.
 *
 * <p>The subset is one of points, not of pairs, so that intervals can resample points: points are independent, pairs
 * are not.
 *
 * @param maxPoints the most points whose pairs are all compared, 2 to 65,536; cost and memory grow with its square
 * @param seed      of the subset
 */
public record PairSelection(int maxPoints, long seed) {

    /** The pairs of this many points fit an array. */
    private static final int LIMIT = 1 << 16;

    /** @throws IllegalArgumentException for a number of points outside the range above */
    public PairSelection {
        if (maxPoints < 2 || maxPoints > LIMIT) {
            throw new IllegalArgumentException(
                    "the pairs of 2 to " + LIMIT + " points can be compared, not of at most " + maxPoints);
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

    /** Uniformly random subsets. */
    static final class Subsets {

        private Subsets() {}

        /** {@code count} different numbers of [0, size), ascending. O(size). */
        static int[] draw(int size, int count, SplittableRandom random) {
            int[] numbers = new int[size];
            Arrays.setAll(numbers, i -> i);
            for (int i = 0; i < count; i++) {
                int chosen = i + random.nextInt(size - i);
                int kept = numbers[i];
                numbers[i] = numbers[chosen];
                numbers[chosen] = kept;
            }
            int[] subset = Arrays.copyOf(numbers, count);
            Arrays.sort(subset);
            return subset;
        }
    }
}
