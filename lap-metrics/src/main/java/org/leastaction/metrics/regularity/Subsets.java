package org.leastaction.metrics.regularity;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Uniformly random subsets. */
final class Subsets {

    private Subsets() {
    }

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
