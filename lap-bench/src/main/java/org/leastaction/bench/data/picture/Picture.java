package org.leastaction.bench.data.picture;

/**
 * A picture of eight bits per channel.
 *
 * @param pixels   [height, width, channels], row-major, unsigned
 * @param channels 1 (grey) or 3 (red, green, blue)
 */
record Picture(byte[] pixels, int height, int width, int channels) {

    // Weights of red, green and blue in the luminance of ITU-R BT.601, times 2^16.
    private static final int RED = 19595;
    private static final int GREEN = 38470;
    private static final int BLUE = 7471;
    private static final int HALF = 1 << 15;

    /** The picture in another number of channels: luminance of colours, or three equal channels. */
    Picture withChannels(int wanted) {
        if (wanted == channels) {
            return this;
        }
        byte[] converted = new byte[height * width * wanted];
        for (int i = 0; i < height * width; i++) {
            if (wanted == 1) {
                converted[i] = (byte) ((RED * at(3 * i) + GREEN * at(3 * i + 1) + BLUE * at(3 * i + 2) + HALF) >> 16);
            } else {
                for (int c = 0; c < wanted; c++) {
                    converted[wanted * i + c] = pixels[i];
                }
            }
        }
        return new Picture(converted, height, width, wanted);
    }

    /** The picture with its channels in the opposite order. */
    Picture reversed() {
        byte[] turned = new byte[pixels.length];
        for (int i = 0; i < pixels.length; i += channels) {
            for (int c = 0; c < channels; c++) {
                turned[i + c] = pixels[i + channels - 1 - c];
            }
        }
        return new Picture(turned, height, width, channels);
    }

    private int at(int index) {
        return Byte.toUnsignedInt(pixels[index]);
    }

    /** The picture at another size: first its width is changed, then its height. */
    Picture resized(int newHeight, int newWidth, Interpolation interpolation) {
        Picture wide = newWidth == width ? this : Resampling.of(width, newWidth, interpolation).ofRows(this);
        return newHeight == height ? wide : Resampling.of(height, newHeight, interpolation).ofColumns(wide);
    }

    /** The middle of the picture; black is added around it where the picture is smaller. */
    Picture cropped(int newHeight, int newWidth, PictureForm.CropMargin margin) {
        int top = margin.of(height - newHeight);
        int left = margin.of(width - newWidth);
        byte[] cut = new byte[newHeight * newWidth * channels];
        int begin = Math.max(0, -left);
        int length = Math.min(newWidth, width - left) - begin;
        for (int y = Math.max(0, -top); y < Math.min(newHeight, height - top); y++) {
            System.arraycopy(pixels, ((y + top) * width + begin + left) * channels,
                    cut, (y * newWidth + begin) * channels, length * channels);
        }
        return new Picture(cut, newHeight, newWidth, channels);
    }

    /**
     * The picture turned upright.
     *
     * @param orientation of EXIF, 1 to 8: the positions of the stored picture's first row and first column in the
     *                    upright one
     */
    Picture upright(int orientation) {
        if (orientation == 1) {
            return this;
        }
        boolean transposed = orientation >= 5;
        boolean fromRight = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
        boolean fromBottom = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
        int newHeight = transposed ? width : height;
        int newWidth = transposed ? height : width;
        byte[] turned = new byte[pixels.length];
        for (int y = 0; y < newHeight; y++) {
            for (int x = 0; x < newWidth; x++) {
                int storedY = transposed ? x : y;
                int storedX = transposed ? y : x;
                storedY = fromBottom ? height - 1 - storedY : storedY;
                storedX = fromRight ? width - 1 - storedX : storedX;
                System.arraycopy(pixels, (storedY * width + storedX) * channels,
                        turned, (y * newWidth + x) * channels, channels);
            }
        }
        return new Picture(turned, newHeight, newWidth, channels);
    }
}
