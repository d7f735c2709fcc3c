package org.leastaction.bench.data;

import java.util.List;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;

/**
 * Images of eight bits per channel, with their classes.
 *
 * @param pixels [n, height, width, channels], row-major, unsigned
 * @param labels n classes from 0
 * @param shape  [height, width, channels]
 */
record ByteImages(byte[] pixels, int[] labels, List<Integer> shape) {

    private static final float WHITE = 255;

    ByteImages {
        shape = List.copyOf(shape);
    }

    /** Number of images. */
    int size() {
        return labels.length;
    }

    /** The images, scaled to [0, 1] and normalised. */
    LabelledPoints normalised(Normalisation normalisation, int classes) {
        float[] values = new float[pixels.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = Byte.toUnsignedInt(pixels[i]) / WHITE;
        }
        normalisation.applyTo(values, shape.get(shape.size() - 1));
        return new LabelledPoints(
                FloatPoints.wrap(values, size(), size() == 0 ? 0 : values.length / size()), labels, classes, shape);
    }
}
