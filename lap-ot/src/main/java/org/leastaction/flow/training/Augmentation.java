package org.leastaction.flow.training;

import java.util.List;

/**
 * Random variation of the training points, per epoch.
 *
 * <p>The variant of a point is a pure function of (seed, epoch, row). It does not depend on the order of points or on
 * the thread, so a training can resume at any step and prepare its points on any thread.
 */
public sealed interface Augmentation permits Augmentation.None, CropFlip {

    /** The name in files and on the command line. */
    String key();

    /**
     * Checks that points of a shape fit this augmentation.
     *
     * @throws IllegalArgumentException if not
     */
    void requireFit(List<Integer> shape);

    /**
     * Writes the variant of one point. Safe for many threads.
     *
     * @param shape        shape of one point, which fits this augmentation
     * @param source       contains the point from {@code sourceOffset} on, row-major
     * @param target       receives its variant from {@code targetOffset} on. Modified.
     * @param seed         seed of the training
     * @param epoch        from 1
     * @param row          row of the point in the training set, from 0
     */
    void vary(
            List<Integer> shape,
            float[] source,
            int sourceOffset,
            float[] target,
            int targetOffset,
            long seed,
            int epoch,
            int row);

    /** No augmentation. */
    static Augmentation none() {
        return new None();
    }

    /** No augmentation. */
    record None() implements Augmentation {

        @Override
        public String key() {
            return "none";
        }

        @Override
        public void requireFit(List<Integer> shape) {}

        @Override
        public void vary(
                List<Integer> shape,
                float[] source,
                int sourceOffset,
                float[] target,
                int targetOffset,
                long seed,
                int epoch,
                int row) {
            int size = 1;
            for (int extent : shape) {
                size *= extent;
            }
            System.arraycopy(source, sourceOffset, target, targetOffset, size);
        }
    }
}
