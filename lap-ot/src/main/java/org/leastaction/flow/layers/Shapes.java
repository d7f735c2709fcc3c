package org.leastaction.flow.layers;

import java.util.List;

/** Checks of shapes of single points. */
final class Shapes {

    private Shapes() {}

    static boolean isImage(List<Integer> shape) {
        return shape.size() == 3;
    }

    static int channels(List<Integer> shape) {
        return shape.get(shape.size() - 1);
    }

    static int size(List<Integer> shape) {
        return shape.stream().reduce(1, Math::multiplyExact);
    }

    /** @throws IllegalArgumentException if a shape is not that of an image, [height, width, channels] */
    static void requireImage(String what, List<Integer> shape) {
        if (!isImage(shape)) {
            throw new IllegalArgumentException(what + " takes [height, width, channels], not " + shape);
        }
    }
}
