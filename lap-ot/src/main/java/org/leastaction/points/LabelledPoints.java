package org.leastaction.points;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Points of a classification task, or points without labels.
 *
 * @param points  [n, d], row-major
 * @param labels  n classes, each in [0, classes); empty for points without labels
 * @param classes number of classes, at least 2; 0 for points without labels
 * @param shape   shape of one point: [height, width, channels] for an image, otherwise [d]; the product is d
 * @param numbers n places, from 0, of the points in the set from which they were selected
 */
public record LabelledPoints(FloatPoints points, int[] labels, int classes, List<Integer> shape, int[] numbers) {

    /** @throws IllegalArgumentException if lengths, labels or shape contradict one another */
    public LabelledPoints {
        Objects.requireNonNull(points, "points");
        shape = List.copyOf(shape);
        if (numbers.length != points.size()) {
            throw new IllegalArgumentException(numbers.length + " numbers for " + points.size() + " points");
        }
        boolean unlabelled = labels.length == 0 && classes == 0;
        if (!unlabelled && labels.length != points.size()) {
            throw new IllegalArgumentException(labels.length + " labels for " + points.size() + " points");
        }
        if (!unlabelled && classes < 2) {
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

    /** A whole set: the points are numbered in their order. */
    public LabelledPoints(FloatPoints points, int[] labels, int classes, List<Integer> shape) {
        this(points, labels, classes, shape, IntStream.range(0, points.size()).toArray());
    }

    /** Points without labels; {@code shape} as in the record. */
    public static LabelledPoints unlabelled(FloatPoints points, List<Integer> shape) {
        return new LabelledPoints(points, new int[0], 0, shape);
    }

    /** Whether the points have labels. */
    public boolean isLabelled() {
        return classes > 0;
    }

    /** The same points without their labels. */
    public LabelledPoints withoutLabels() {
        return withLabels(new int[0], 0);
    }

    /** The same points with other labels. */
    public LabelledPoints withLabels(int[] newLabels, int newClasses) {
        return new LabelledPoints(points, newLabels, newClasses, shape, numbers);
    }

    /** Number of points. */
    public int size() {
        return points.size();
    }

    /** The chosen points in the chosen order, copied; they keep their numbers. */
    public LabelledPoints select(int[] rows) {
        return new LabelledPoints(points.select(rows), isLabelled() ? select(labels, rows) : labels, classes, shape,
                select(numbers, rows));
    }

    private static int[] select(int[] values, int[] rows) {
        return Arrays.stream(rows).map(row -> values[row]).toArray();
    }

    /** The points {@code from} (inclusive) to {@code to} (exclusive), a set of its own: numbered in their order. */
    public LabelledPoints rows(int from, int to) {
        return new LabelledPoints(
                points.rows(from, to), isLabelled() ? Arrays.copyOfRange(labels, from, to) : labels, classes, shape);
    }
}
