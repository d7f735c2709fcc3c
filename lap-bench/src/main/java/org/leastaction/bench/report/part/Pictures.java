package org.leastaction.bench.report.part;

import java.awt.image.BufferedImage;
import java.util.List;

/** Pictures of arrays of numbers. */
public final class Pictures {

    private Pictures() {}

    /** Whether a shape is that of an image: [height, width, 1 or 3], of at least 2 pixels each way. */
    public static boolean isImage(List<Integer> shape) {
        return shape.size() == 3 && shape.get(0) > 1 && shape.get(1) > 1 && (shape.get(2) == 1 || shape.get(2) == 3);
    }

    /**
     * One image; numbers outside of [black, white] are cut off, and NaN is black.
     *
     * @param values image after image, row-major
     * @param from   index of the image's first number
     * @param shape  [height, width, 1 or 3]
     */
    public static BufferedImage of(float[] values, int from, List<Integer> shape, float black, float white) {
        int height = shape.get(0);
        int width = shape.get(1);
        int channels = shape.get(2);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int pixel = from + (y * width + x) * channels;
                int rgb = 0;
                for (int c = 0; c < 3; c++) {
                    float value = (values[pixel + (channels == 1 ? 0 : c)] - black) / (white - black);
                    rgb = rgb << 8 | Math.round(255 * Math.max(0, Math.min(1, value)));
                }
                image.setRGB(x, y, rgb);
            }
        }
        return image;
    }
}
