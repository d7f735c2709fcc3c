package org.leastaction.flow.training;

import java.util.List;

/**
 * How a training varies its points from epoch to epoch.
 *
 * <p>What becomes of a point is a pure function of (seed, epoch, row): it depends neither on the order of points nor on
 * who computes it, so that a training can go on anywhere and its points can be prepared on any thread.
 */
public sealed interface Augmentation permits Augmentation.None, CropFlip {

    /** The name in files and on the command line. */
    String key();

    /**
     * Checks that points of a shape can be varied so.
     *
     * @throws IllegalArgumentException if not
     */
    void requireFit(List<Integer> shape);

    /**
     * Writes the variant of one point. Safe for many threads.
     *
     * @param shape        of one point, fit for this augmentation
     * @param source       holds the point from {@code sourceOffset} on, row-major
     * @param target       receives its variant from {@code targetOffset} on. Modified.
     * @param seed         of the training
     * @param epoch        from 1
     * @param row          of the point in the training set, from 0
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

    /** Points as they are. */
    static Augmentation none() {
        return new None();
    }

    /** Points as they are. */
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
