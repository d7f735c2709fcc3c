package org.leastaction.tf.training;

import java.util.SplittableRandom;

/** The order in which a run sees its training points: a fresh uniform permutation each epoch. */
final class BatchOrder {

    private BatchOrder() {}

    /** The permutation of an epoch; it depends on the seed and the epoch alone, so that a training can go on anywhere. */
    static int[] permutation(long seed, int epoch, int n) {
        SplittableRandom random = new SplittableRandom(seed * 1_000_003L + epoch);
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
