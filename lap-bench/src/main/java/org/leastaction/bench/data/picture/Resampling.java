package org.leastaction.bench.data.picture;

/**
 * One pass of a resize, along one axis of a picture, in fixed-point arithmetic of 22 fractional bits: the precision of
 * the Python Imaging Library, so that the results agree.
 *
 * @param first   for each pixel of the result, the first of the pixels that it depends on
 * @param weights for each pixel of the result, the weights of those pixels, times 2²²
 */
record Resampling(int[] first, int[][] weights) {

    private static final int FRACTION_BITS = 22;
    private static final int HALF = 1 << (FRACTION_BITS - 1);
    private static final int WHITE = 255;

    /** The pass from one number of pixels to another. O(to · (1 + from / to)). */
    static Resampling of(int from, int to, Interpolation interpolation) {
        double scale = (double) from / to;
        double stretch = Math.max(1, scale);
        double support = interpolation.support() * stretch;
        int[] first = new int[to];
        int[][] weights = new int[to][];
        for (int i = 0; i < to; i++) {
            double centre = (i + 0.5) * scale;
            int begin = Math.max(0, (int) (centre - support + 0.5));
            int end = Math.min(from, (int) (centre + support + 0.5));
            double[] exact = new double[end - begin];
            double sum = 0;
            for (int x = begin; x < end; x++) {
                exact[x - begin] = interpolation.weight((x - centre + 0.5) / stretch);
                sum += exact[x - begin];
            }
            first[i] = begin;
            weights[i] = new int[exact.length];
            for (int x = 0; x < exact.length; x++) {
                weights[i][x] = fixedPoint(exact[x] / sum);
            }
        }
        return new Resampling(first, weights);
    }

    /** The picture with its width changed. */
    Picture ofRows(Picture picture) {
        int channels = picture.channels();
        int width = first.length;
        byte[] pixels = new byte[picture.height() * width * channels];
        for (int y = 0; y < picture.height(); y++) {
            int row = y * picture.width();
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < channels; c++) {
                    pixels[(y * width + x) * channels + c] = weighted(
                            picture.pixels(), (row + first[x]) * channels + c, channels, weights[x]);
                }
            }
        }
        return new Picture(pixels, picture.height(), width, channels);
    }

    /** The picture with its height changed. */
    Picture ofColumns(Picture picture) {
        int stride = picture.width() * picture.channels();
        byte[] pixels = new byte[first.length * stride];
        for (int y = 0; y < first.length; y++) {
            for (int i = 0; i < stride; i++) {
                pixels[y * stride + i] = weighted(picture.pixels(), first[y] * stride + i, stride, weights[y]);
            }
        }
        return new Picture(pixels, first.length, picture.width(), picture.channels());
    }

    private static byte weighted(byte[] pixels, int start, int stride, int[] weights) {
        int sum = HALF;
        for (int k = 0, at = start; k < weights.length; k++, at += stride) {
            sum += weights[k] * Byte.toUnsignedInt(pixels[at]);
        }
        return (byte) Math.max(0, Math.min(WHITE, sum >> FRACTION_BITS));
    }

    /** Rounds to nearest, halves away from 0. */
    private static int fixedPoint(double weight) {
        double scaled = weight * (1 << FRACTION_BITS);
        return (int) (scaled < 0 ? scaled - 0.5 : scaled + 0.5);
    }
}
