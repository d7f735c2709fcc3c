package org.leastaction.bench.data.picture;

import java.util.Arrays;

/**
 * A transform of a lossless WebP picture (RFC 9649, section 3.5). Pixels are ARGB, [height, width].
 *
 * @param kind the kind
 * @param bits for PREDICTION and COLOUR, blocks have 2^bits × 2^bits pixels; for PALETTE, a green sample has 2^bits indices
 * @param data one element of each block, or the palette
 */
record WebpTransform(Kind kind, int bits, int[] data) {

    /** What a transform did. */
    enum Kind {
        /** Pixels are differences to a prediction from pixels before. */
        PREDICTION,
        /** Red and blue are differences to multiples of green and red. */
        COLOUR,
        /** Red and blue are differences to green. */
        GREEN,
        /** Green samples are indices of colours, several in one for few colours. */
        PALETTE
    }

    private static final int BLACK = 0xff000000;
    private static final int EVERY_SECOND = 0x00ff00ff;

    /** @param differences colours, each as the difference to the one before */
    static WebpTransform ofPalette(int[] differences) {
        int[] colours = differences.clone();
        for (int i = 1; i < colours.length; i++) {
            colours[i] = sum(colours[i], colours[i - 1]);
        }
        int bits = colours.length <= 2 ? 3 : colours.length <= 4 ? 2 : colours.length <= 16 ? 1 : 0;
        return new WebpTransform(Kind.PALETTE, bits, colours);
    }

    /** The number of blocks of 2^bits that cover this extent. */
    static int blocks(int extent, int bits) {
        return (extent + (1 << bits) - 1) >> bits;
    }

    /** The width that a picture has before the inverse. */
    int packedWidth(int width) {
        return kind == Kind.PALETTE ? blocks(width, bits) : width;
    }

    /**
     * The pixels before the transform.
     *
     * @param pixels may be changed and returned
     * @param width  of the result
     */
    int[] inverse(int[] pixels, int width, int height) {
        switch (kind) {
            case PREDICTION -> addPredictions(pixels, width);
            case COLOUR -> addMultiples(pixels, width);
            case GREEN -> addGreen(pixels);
            case PALETTE -> {
                return colours(pixels, width, height);
            }
        }
        return pixels;
    }

    private int ofBlock(int x, int y, int width) {
        return data[(y >> bits) * blocks(width, bits) + (x >> bits)];
    }

    private void addPredictions(int[] pixels, int width) {
        for (int i = 0; i < pixels.length; i++) {
            int x = i % width;
            int y = i / width;
            int prediction;
            if (y == 0) {
                prediction = x == 0 ? BLACK : pixels[i - 1];
            } else if (x == 0) {
                prediction = pixels[i - width];
            } else {
                // Right of the last pixel of the row above is the first of this row.
                prediction = prediction(sample(ofBlock(x, y, width), 8) & 15, pixels[i - 1], pixels[i - width],
                        pixels[i - width + 1], pixels[i - width - 1]);
            }
            pixels[i] = sum(pixels[i], prediction);
        }
    }

    private static int prediction(int mode, int left, int top, int topRight, int topLeft) {
        return switch (mode) {
            case 1 -> left;
            case 2 -> top;
            case 3 -> topRight;
            case 4 -> topLeft;
            case 5 -> mean(mean(left, topRight), top);
            case 6 -> mean(left, topLeft);
            case 7 -> mean(left, top);
            case 8 -> mean(topLeft, top);
            case 9 -> mean(top, topRight);
            case 10 -> mean(mean(left, topLeft), mean(top, topRight));
            case 11 -> distance(top, topLeft) < distance(left, topLeft) ? left : top;
            case 12 -> planar(left, top, topLeft);
            case 13 -> extended(mean(left, top), topLeft);
            default -> BLACK;
        };
    }

    /** The sum of each of the four samples, modulo 256. */
    private static int sum(int a, int b) {
        return (((a & EVERY_SECOND) + (b & EVERY_SECOND)) & EVERY_SECOND)
                | (((a & ~EVERY_SECOND) + (b & ~EVERY_SECOND)) & ~EVERY_SECOND);
    }

    private static int mean(int a, int b) {
        return (a & b) + (((a ^ b) >>> 1) & 0x7f7f7f7f);
    }

    private static int sample(int pixel, int shift) {
        return (pixel >>> shift) & 255;
    }

    private static int distance(int a, int b) {
        int sum = 0;
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            sum += Math.abs(sample(a, shift) - sample(b, shift));
        }
        return sum;
    }

    private static int planar(int left, int top, int topLeft) {
        int pixel = 0;
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            pixel |= clipped(sample(left, shift) + sample(top, shift) - sample(topLeft, shift)) << shift;
        }
        return pixel;
    }

    private static int extended(int mean, int topLeft) {
        int pixel = 0;
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            int sample = sample(mean, shift);
            pixel |= clipped(sample + (sample - sample(topLeft, shift)) / 2) << shift;
        }
        return pixel;
    }

    private static int clipped(int value) {
        return Math.max(0, Math.min(255, value));
    }

    private void addMultiples(int[] pixels, int width) {
        for (int i = 0; i < pixels.length; i++) {
            int factors = ofBlock(i % width, i / width, width);
            int green = pixels[i] >> 8;
            int red = (pixels[i] >> 16) + product(factors, green);
            int blue = pixels[i] + product(factors >> 8, green) + product(factors >> 16, red);
            pixels[i] = (pixels[i] & 0xff00ff00) | ((red & 255) << 16) | (blue & 255);
        }
    }

    /** Of the lowest eight bits of each, which are signed and have five binary places. */
    private static int product(int factor, int sample) {
        return ((byte) factor * (byte) sample) >> 5;
    }

    private static void addGreen(int[] pixels) {
        for (int i = 0; i < pixels.length; i++) {
            int green = sample(pixels[i], 8);
            pixels[i] = sum(pixels[i], (green << 16) | green);
        }
    }

    private int[] colours(int[] packed, int width, int height) {
        int[] palette = Arrays.copyOf(data, 256);
        int columns = packedWidth(width);
        int bitsOfIndex = Byte.SIZE >> bits;
        int[] pixels = new int[width * height];
        for (int i = 0; i < pixels.length; i++) {
            int x = i % width;
            int samples = packed[i / width * columns + (x >> bits)] >> 8;
            int place = (x & ((1 << bits) - 1)) * bitsOfIndex;
            pixels[i] = palette[(samples >> place) & ((1 << bitsOfIndex) - 1)];
        }
        return pixels;
    }
}
