package org.leastaction.bench.detect;

import java.util.List;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;

/**
 * Inputs of another data set, in the form of a network's inputs.
 *
 * @param name   of the data
 * @param inputs [n, d]
 * @param fitted how they were fitted, in words; empty if they have the form already
 */
public record ForeignInputs(String name, FloatPoints inputs, String fitted) {

    /**
     * Fits images to another size and number of channels: resampled by area where they shrink, linearly where they
     * grow; colours averaged to grey, or grey repeated in all channels. Points that are not images stay unchanged if
     * they have the right dimension.
     *
     * @param from  points of shape [height, width, channels] or others, not normalised
     * @param shape [height, width, channels] of the images that are wanted, or another shape
     * @param first whether the channels of the result come first; {@code shape} is then [channels, height, width]
     * @throws IllegalArgumentException if points of this form cannot be fitted
     */
    public static ForeignInputs fit(String name, LabelledPoints from, List<Integer> shape, boolean first) {
        int wanted = shape.stream().reduce(1, Math::multiplyExact);
        if (from.shape().equals(shape) && !first) {
            return new ForeignInputs(name, from.points(), "");
        }
        if (from.shape().size() != 3 || shape.size() != 3) {
            if (from.points().dimension() != wanted) {
                throw new IllegalArgumentException("the points of " + name + " have the shape " + from.shape()
                        + ", the network takes " + shape + "; only images are fitted to another shape");
            }
            return new ForeignInputs(name, from.points(), "");
        }
        int h = from.shape().get(0);
        int w = from.shape().get(1);
        int c = from.shape().get(2);
        int height = shape.get(first ? 1 : 0);
        int width = shape.get(first ? 2 : 1);
        int channels = shape.get(first ? 0 : 2);
        double[][] down = weights(h, height);
        double[][] across = weights(w, width);
        float[] result = new float[Math.multiplyExact(from.size(), wanted)];
        for (int i = 0; i < from.size(); i++) {
            for (int channel = 0; channel < channels; channel++) {
                for (int y = 0; y < height; y++) {
                    for (int x = 0; x < width; x++) {
                        int at = first ? (channel * height + y) * width + x : (y * width + x) * channels + channel;
                        result[i * wanted + at] = (float) value(from.points(), i, w, c, down[y], across[x],
                                c == channels ? channel : -1);
                    }
                }
            }
        }
        String words = h == height && w == width ? "" : "resampled from " + h + " × " + w;
        String colours =
                c == channels ? "" : channels == 1 ? "made grey" : "grey repeated in " + channels + " channels";
        return new ForeignInputs(name, FloatPoints.wrap(result, from.size(), wanted),
                words + (words.isEmpty() || colours.isEmpty() ? "" : ", ") + colours);
    }

    /** A weighted mean of pixels; of all channels where the channel is −1. */
    private static double value(FloatPoints points, int i, int w, int c, double[] down, double[] across, int channel) {
        double sum = 0;
        for (int y = 0; y < down.length; y++) {
            for (int x = 0; x < across.length && down[y] != 0; x++) {
                double weight = down[y] * across[x];
                for (int k = Math.max(0, channel); weight != 0 && k <= (channel < 0 ? c - 1 : channel); k++) {
                    sum += weight * points.get(i, (y * w + x) * c + k) / (channel < 0 ? c : 1);
                }
            }
        }
        return sum;
    }

    /** For each new position, the weights of the old ones: overlaps of pixels, or linear interpolation. */
    private static double[][] weights(int from, int to) {
        double[][] weights = new double[to][from];
        double ratio = from / (double) to;
        for (int t = 0; t < to; t++) {
            if (ratio >= 1) {
                for (int f = 0; f < from; f++) {
                    weights[t][f] = Math.max(0, Math.min(f + 1, (t + 1) * ratio) - Math.max(f, t * ratio)) / ratio;
                }
            } else {
                double at = Math.max(0, Math.min(from - 1, (t + 0.5) * ratio - 0.5));
                int low = (int) at;
                int high = Math.min(from - 1, low + 1);
                weights[t][low] += 1 - (at - low);
                weights[t][high] += at - low;
            }
        }
        return weights;
    }

    /**
     * The same images with their channels in the opposite order, for networks that take blue first.
     *
     * @param channels their number
     * @param first    whether the channels come first
     */
    public ForeignInputs withReversedChannels(int channels, boolean first) {
        int d = inputs.dimension();
        int pixels = d / channels;
        float[] reversed = new float[inputs.size() * d];
        for (int i = 0; i < inputs.size(); i++) {
            for (int j = 0; j < d; j++) {
                int channel = first ? j / pixels : j % channels;
                int by = (channels - 1 - 2 * channel) * (first ? pixels : 1);
                reversed[i * d + j] = (float) inputs.get(i, j + by);
            }
        }
        return withInputs(FloatPoints.wrap(reversed, inputs.size(), d));
    }

    /** The same inputs with other values, e.g. normalised ones. */
    public ForeignInputs withInputs(FloatPoints newInputs) {
        return new ForeignInputs(name, newInputs, fitted);
    }
}
