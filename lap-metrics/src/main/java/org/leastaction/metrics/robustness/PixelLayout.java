package org.leastaction.metrics.robustness;

import java.util.List;

/**
 * The positions of an image's elements in a row. Points that are not images count as images of one line.
 *
 * @param height   at least 1
 * @param width    at least 1
 * @param channels at least 1
 * @param stride   distance of an element from that of the next channel at the same pixel: 1 with channels last,
 *                 height · width with channels first
 */
public record PixelLayout(int height, int width, int channels, int stride) {

    /** @throws IllegalArgumentException for an extent below 1, or another stride */
    public PixelLayout {
        if (height < 1 || width < 1 || channels < 1 || (stride != 1 && stride != height * width)) {
            throw new IllegalArgumentException("an image has extents of at least 1, not " + height + " × " + width
                    + " × " + channels + ", and its channels first or last, not at a distance of " + stride);
        }
    }

    /** A row of d numbers. */
    public static PixelLayout line(int d) {
        return new PixelLayout(1, d, 1, 1);
    }

    /** Images of shape [height, width, channels]; anything else is a line. */
    public static PixelLayout channelsLast(List<Integer> shape) {
        return shape.size() == 3 ? new PixelLayout(shape.get(0), shape.get(1), shape.get(2), 1)
                : line(shape.stream().reduce(1, Math::multiplyExact));
    }

    /** Images of shape [channels, height, width]; anything else is a line. */
    public static PixelLayout channelsFirst(List<Integer> shape) {
        return shape.size() == 3
                ? new PixelLayout(shape.get(1), shape.get(2), shape.get(0), shape.get(1) * shape.get(2))
                : line(shape.stream().reduce(1, Math::multiplyExact));
    }

    int size() {
        return height * width * channels;
    }

    int index(int y, int x, int channel) {
        int pixel = y * width + x;
        return stride == 1 ? pixel * channels + channel : channel * stride + pixel;
    }

    /** Side of a square window whose area is a share of the image; odd and at least 3 if requested. */
    int side(double share, boolean odd) {
        int side = Math.max(1, (int) Math.round(height == 1 ? share * width : Math.sqrt(share * height * width)));
        if (odd) {
            side = Math.max(side, 3) | 1;
        }
        return Math.min(side, height == 1 ? width : Math.min(height, width));
    }

    int windowHeight(int side) {
        return Math.min(side, height);
    }
}
