package org.leastaction.onnx.graph;

import java.util.ArrayList;
import java.util.List;

/**
 * The axis of a tensor on which the points of a batch are.
 *
 * <p>The numbers of a tensor of n points are [outer, n, inner], row-major. In most tensors the points are on the first
 * axis, and outer is 1. In others they are on a later one, [tokens, n, d], or share an axis with something else, [n ·
 * tokens, d] or [tokens · n, d].
 *
 * @param shape  of the tensor
 * @param points in it, at least 1
 * @param axis   whose extent grows with the points; 0 for a scalar
 * @param slower number of entries along this axis before the next entry of the same point's successor; divides extent /
 *               points
 */
public record BatchLayout(List<Long> shape, int points, int axis, long slower) {

    public BatchLayout {
        shape = List.copyOf(shape);
    }

    /** The points are on the first axis, alone or each with several rows. */
    public static BatchLayout first(List<Long> shape, int points) {
        return new BatchLayout(shape, points, 0, 1);
    }

    /** Numbers of one point. */
    public int dimension() {
        return Math.toIntExact(size() / points);
    }

    /** Number of runs that contain each point once. */
    public int outer() {
        long outer = slower;
        for (int i = 0; i < axis; i++) {
            outer *= shape.get(i);
        }
        return Math.toIntExact(outer);
    }

    /** Number of adjacent numbers of one point. */
    public int inner() {
        return dimension() / outer();
    }

    /** Whether the first axis is that of the points alone. */
    public boolean isFirstAxis() {
        return !shape.isEmpty() && axis == 0 && shape.get(0) == points;
    }

    /** The tensor's shape for n points. */
    public List<Long> shape(int n) {
        List<Long> changed = new ArrayList<>(shape);
        if (!shape.isEmpty()) {
            changed.set(axis, shape.get(axis) / points * n);
        }
        return changed;
    }

    /** Shape of one point: without the axis of the points, unless they share it; [1] if no axis is left. */
    public List<Integer> point() {
        List<Integer> rest = new ArrayList<>(shape(1).stream().map(Math::toIntExact).toList());
        if (!rest.isEmpty() && rest.get(axis) == 1) {
            rest.remove(axis);
        }
        return rest.isEmpty() ? List.of(1) : rest;
    }

    /** Index of a number of a point in a tensor of n points. */
    public int index(int point, int number, int n) {
        int inner = inner();
        return (number / inner * n + point) * inner + number % inner;
    }

    /** All layouts of a tensor for a given axis: one for each way of sharing it. */
    public static List<BatchLayout> along(int axis, List<Long> shape, int points) {
        List<BatchLayout> layouts = new ArrayList<>();
        long perPoint = shape.get(axis) / points;
        for (long slower = 1; slower <= perPoint; slower++) {
            if (perPoint % slower == 0) {
                layouts.add(new BatchLayout(shape, points, axis, slower));
            }
        }
        return layouts;
    }

    private long size() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }

    /** Whether a network's input takes any number of points. */
    public enum BatchAxis {
        FREE,
        FIXED
    }
}
