package org.leastaction.bench.data;

import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * The random streams of one seed: one per purpose, so that drawing more from one does not change the others.
 */
final class Draw {

    private final Random generation;
    private final Random training;
    private final Random testing;

    /**
     * {@link Random}, whose algorithm the Java specification fixes, gives the same points on every platform and
     * version.
     */
    Draw(long seed) {
        SplittableRandom root = new SplittableRandom(seed);
        generation = new Random(root.nextLong());
        training = new Random(root.nextLong());
        testing = new Random(root.nextLong());
    }

    /** The stream that generates points. */
    Random generation() {
        return generation;
    }

    /** The stream that chooses training points. */
    Random training() {
        return training;
    }

    /** The stream that chooses test points. */
    Random testing() {
        return testing;
    }

    /** k of the numbers 0 to n − 1, without replacement, in random order. */
    static int[] subset(int k, int n, Random random) {
        return Arrays.copyOf(permutation(n, random), k);
    }

    static int[] permutation(int n, Random random) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
