package org.leastaction.points;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Points of a classification task.
 *
 * @param points  [n, d], row-major
 * @param labels  n classes, each in [0, classes)
 * @param classes number of classes, at least 2
 * @param shape   shape of one point: [height, width, channels] for an image, otherwise [d]; the product is d
 */
public record LabelledPoints(FloatPoints points, int[] labels, int classes, List<Integer> shape) {

    /** @throws IllegalArgumentException if lengths, labels or shape contradict one another */
    public LabelledPoints {
        Objects.requireNonNull(points, "points");
        shape = List.copyOf(shape);
        if (labels.length != points.size()) {
            throw new IllegalArgumentException(labels.length + " labels for " + points.size() + " points");
        }
        if (classes < 2) {
            throw new IllegalArgumentException("a classification needs at least 2 classes, not " + classes);
        }
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= classes) {
                throw new IllegalArgumentException(
                        "label " + labels[i] + " of point " + i + " is not in [0, " + classes + ")");
            }
        }
        int product = shape.stream().reduce(1, Math::multiplyExact);
        if (product != points.dimension()) {
            throw new IllegalArgumentException(
                    "shape " + shape + " has " + product + " elements, the points have " + points.dimension());
        }
    }

    /** Number of points. */
    public int size() {
        return points.size();
    }

    /** The chosen points in the chosen order, copied. */
    public LabelledPoints select(int[] rows) {
        int[] selected = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            selected[i] = labels[rows[i]];
        }
        return new LabelledPoints(points.select(rows), selected, classes, shape);
    }

    /** The points {@code from} (inclusive) to {@code to} (exclusive). */
    public LabelledPoints rows(int from, int to) {
        return new LabelledPoints(
                points.rows(from, to), Arrays.copyOfRange(labels, from, to), classes, shape);
    }
}
