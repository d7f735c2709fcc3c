package org.leastaction.flow.training;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Random variation of the training points, per epoch.
 *
 * <p>The variant of a point is a pure function of (seed, epoch, row). It does not depend on the order of points or on
 * the thread, so a training can resume at any step and prepare its points on any thread.
 */
public sealed interface Augmentation permits Augmentation.None, Augmentation.CropFlip {

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

    /**
     * A random crop of the padded image, flipped left to right with probability ½: the paper's augmentation for CIFAR.
     * Offsets are uniform in 0 … 2·padding, in both directions.
     *
     * @param padding pixels added on every side, at least 1
     * @param fill    value of the padding, one number per channel or one for all: black, after normalisation
     */
    public record CropFlip(int padding, List<Double> fill) implements Augmentation {

        /** The padding of the paper's code. */
        public static final int USUAL_PADDING = 4;

        /**
         * Odd factors that separate the random streams of epochs and rows. Neither is the generator's own increment:
         * with it, the stream of one epoch would be that of the next one, shifted.
         */
        private static final long EPOCH_FACTOR = 0xD1B54A32D192ED03L;

        private static final long ROW_FACTOR = 0xC2B2AE3D27D4EB4FL;

        /** @throws IllegalArgumentException unless padding is at least 1 and there is a finite fill */
        public CropFlip {
            fill = List.copyOf(fill);
            if (padding < 1) {
                throw new IllegalArgumentException("the padding of a crop must be at least 1 pixel, not " + padding);
            }
            if (fill.isEmpty() || fill.stream().anyMatch(value -> !Double.isFinite(value))) {
                throw new IllegalArgumentException("padding needs a finite number a channel, not " + fill);
            }
        }

        @Override
        public String key() {
            return "crop-flip";
        }

        @Override
        public void requireFit(List<Integer> shape) {
            if (shape.size() != 3) {
                throw new IllegalArgumentException(
                        "crop-flip takes images [height, width, channels], not points of shape " + shape);
            }
            if (fill.size() != 1 && fill.size() != shape.get(2)) {
                throw new IllegalArgumentException("crop-flip pads with " + fill.size() + " channels, the images have "
                        + shape.get(2));
            }
        }

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
            SplittableRandom random = new SplittableRandom(seed + EPOCH_FACTOR * epoch + ROW_FACTOR * (row + 1L));
            int down = random.nextInt(2 * padding + 1) - padding;
            int right = random.nextInt(2 * padding + 1) - padding;
            boolean mirrored = random.nextBoolean();
            int height = shape.get(0);
            int width = shape.get(1);
            int channels = shape.get(2);
            int line = width * channels;
            for (int y = 0; y < height; y++) {
                int to = targetOffset + y * line;
                if (y + down < 0 || y + down >= height) {
                    pad(target, to, width, channels);
                } else {
                    window(source, sourceOffset + (y + down) * line, target, to, width, channels, right);
                    if (mirrored) {
                        mirror(target, to, width, channels);
                    }
                }
            }
        }

        /** Copies pixels {@code right} … {@code right + width − 1} of a row, with padding outside the image. */
        private void window(float[] source, int from, float[] target, int to, int width, int channels, int right) {
            int before = Math.min(width, Math.max(0, -right));
            int after = Math.min(width, Math.max(0, right));
            pad(target, to, before, channels);
            System.arraycopy(
                    source,
                    from + (after < width ? after * channels : 0),
                    target,
                    to + before * channels,
                    (width - before - after) * channels);
            pad(target, to + (width - after) * channels, after, channels);
        }

        private void pad(float[] target, int from, int pixels, int channels) {
            if (fill.size() == 1) {
                Arrays.fill(target, from, from + pixels * channels, fill.get(0).floatValue());
                return;
            }
            for (int i = 0; i < pixels * channels; i++) {
                target[from + i] = fill.get(i % channels).floatValue();
            }
        }

        private static void mirror(float[] line, int from, int width, int channels) {
            for (int left = 0, right = width - 1; left < right; left++, right--) {
                for (int c = 0; c < channels; c++) {
                    float kept = line[from + left * channels + c];
                    line[from + left * channels + c] = line[from + right * channels + c];
                    line[from + right * channels + c] = kept;
                }
            }
        }
    }
}
