package org.leastaction.bench.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.leastaction.flow.InputNormalisation.ChannelOrder;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.io.NpyArray;

/**
 * Points of an array, in the order in which data sets have them: images with their channels last.
 *
 * @param points [n, d]
 * @param shape  of one point; of images [height, width, channels]
 * @param order  order of the channels in the array
 * @param remark a sentence if the array's shape does not determine that order
 */
record ArrayPoints(FloatPoints points, List<Integer> shape, ChannelOrder order, Optional<String> remark) {

    private static final int GREATEST_RANK = 8;
    private static final Set<Integer> COLOURS = Set.of(1, 3, 4);
    private static final float BYTE = 255;

    /**
     * Reads points from an array [n, …]. Bytes (uint8) become brightness between 0 and 1; other whole numbers stay
     * unchanged. Images or volumes with channels first are transposed if a model needs it; without a model that takes
     * images, they are transposed if their first extent could be a number of colours and their last one could not. The
     * given order decides if both are possible, or if there is no model.
     *
     * @param name   of the array, for messages
     * @param wanted shape of a model's inputs; empty where none is known
     * @param given  order of the channels, as chosen by the user
     * @throws IllegalArgumentException if the array has another rank, is empty, or contains a number that is not finite
     */
    static ArrayPoints of(String name, NpyArray array, List<Integer> wanted, Optional<ChannelOrder> given) {
        List<Integer> shape = new ArrayList<>(array.shape());
        if (shape.size() < 2 || shape.size() > GREATEST_RANK || shape.subList(1, shape.size()).contains(0)) {
            throw new IllegalArgumentException(name + " has shape " + shape
                    + "; [n, d], [n, height, width] or [n, height, width, channels] is needed, or up to 7 extents of a"
                    + " point");
        }
        int n = shape.remove(0);
        if (n == 0) {
            throw new IllegalArgumentException(name + " holds no point");
        }
        boolean ofChannels = shape.size() > 2;
        if (shape.size() == 2) {
            shape.add(1);
        }
        FloatPoints points = FloatPoints.wrap(floats(name, array), n, array.size() / n);
        int bad = points.firstNonFinite();
        if (bad >= 0) {
            throw new IllegalArgumentException(name + ": point " + bad + " has a NaN or infinite coordinate");
        }
        boolean open = ofChannels && (wanted.isEmpty() || isAmbiguous(shape, wanted));
        boolean first = (open && given.isPresent())
                ? given.get() == ChannelOrder.FIRST : hasChannelsFirst(shape, wanted);
        Optional<String> remark = given.isEmpty() && isAmbiguous(shape, wanted)
                ? Optional.of(name + ": the shape " + shape + " of an image does not show whether its channels are"
                        + " first or last; they are read as last (--channels first reads them as first)")
                : Optional.empty();
        return first
                ? new ArrayPoints(turned(points, shape.get(0)), channelsLast(shape), ChannelOrder.FIRST, remark)
                : new ArrayPoints(points, List.copyOf(shape), ChannelOrder.LAST, remark);
    }

    private static float[] floats(String name, NpyArray array) {
        double[] doubles = doubles(name, array);
        float scale = array.isBytes() ? BYTE : 1;
        float[] floats = new float[doubles.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) (doubles[i] / scale);
        }
        return floats;
    }

    private static double[] doubles(String name, NpyArray array) {
        try {
            return array.exactDoubles();
        } catch (IllegalArgumentException tooLarge) {
            throw new IllegalArgumentException(name + ": " + tooLarge.getMessage(), tooLarge);
        }
    }

    private static boolean hasChannelsFirst(List<Integer> shape, List<Integer> wanted) {
        if (shape.size() < 3 || shape.equals(wanted)) {
            return false;
        }
        return wanted.size() < 2
                ? COLOURS.contains(shape.get(0)) && !COLOURS.contains(shape.get(shape.size() - 1))
                : channelsLast(shape).equals(wanted);
    }

    /** Whether both orders are possible and differ. */
    private static boolean isAmbiguous(List<Integer> shape, List<Integer> wanted) {
        if (shape.size() < 3 || shape.get(0) == 1) {
            return false;
        }
        return wanted.size() < 2
                ? COLOURS.contains(shape.get(0)) && COLOURS.contains(shape.get(shape.size() - 1))
                : shape.equals(wanted) && channelsLast(shape).equals(wanted);
    }

    private static List<Integer> channelsLast(List<Integer> shape) {
        List<Integer> turned = new ArrayList<>(shape.subList(1, shape.size()));
        turned.add(shape.get(0));
        return List.copyOf(turned);
    }

    /** Points [n, channels, pixels] as [n, pixels, channels]. */
    static FloatPoints turned(FloatPoints points, int channels) {
        int d = points.dimension();
        int pixels = d / channels;
        float[] from = points.toArray();
        float[] to = new float[from.length];
        for (int start = 0; start < from.length; start += d) {
            for (int c = 0; c < channels; c++) {
                for (int p = 0; p < pixels; p++) {
                    to[start + p * channels + c] = from[start + c * pixels + p];
                }
            }
        }
        return FloatPoints.wrap(to, points.size(), d);
    }
}
