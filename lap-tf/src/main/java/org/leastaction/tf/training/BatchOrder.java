package org.leastaction.tf.training;

import java.util.SplittableRandom;

/** The order of a run's training points: a new uniform permutation in each epoch. */
final class BatchOrder {

    private BatchOrder() {}

    /**
     * The permutation of an epoch; it depends only on the seed and the epoch, so that a training can be resumed at any
     * step.
     */
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
