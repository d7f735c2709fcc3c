package org.leastaction.onnx.gradient;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * A tensor of a graph that is being built.
 *
 * @param shape its extents; {@link #FREE} for one that grows with the batch, which at most one axis does
 */
record Tensor(String name, List<Long> shape) {

    /** An extent that grows with the batch. */
    static final long FREE = -1;

    Tensor {
        shape = List.copyOf(shape);
    }

    int rank() {
        return shape.size();
    }

    long extent(int axis) {
        return shape.get(axis);
    }

    /** The extents from an axis on. */
    long[] from(int axis) {
        return shape.stream().skip(axis).mapToLong(Long::longValue).toArray();
    }

    /** The axes from one on. */
    int[] axesFrom(int axis) {
        return LongStream.range(axis, rank()).mapToInt(Math::toIntExact).toArray();
    }

    /** The shape after some extents have changed to 1. */
    List<Long> collapsed(int... axes) {
        List<Long> changed = new ArrayList<>(shape);
        for (int axis : axes) {
            changed.set(axis, 1L);
        }
        return changed;
    }

    /** The shape with another extent of an axis. */
    List<Long> with(int axis, long extent) {
        List<Long> changed = new ArrayList<>(shape);
        changed.set(axis, extent);
        return changed;
    }

    /** The product of some extents, none of them free. */
    long size(int... axes) {
        long size = 1;
        for (int axis : axes) {
            if (shape.get(axis) == FREE) {
                throw new NotDifferentiableException("reduces the axis of the points");
            }
            size *= shape.get(axis);
        }
        return size;
    }

    /** The shape of the result of an elementwise operation. */
    static List<Long> broadcast(List<Long> a, List<Long> b) {
        List<Long> longer = a.size() >= b.size() ? a : b;
        List<Long> shorter = a.size() >= b.size() ? b : a;
        List<Long> result = new ArrayList<>(longer);
        int more = longer.size() - shorter.size();
        for (int i = 0; i < shorter.size(); i++) {
            long other = shorter.get(i);
            if (result.get(more + i) == 1 || (other == FREE)) {
                result.set(more + i, other);
            }
        }
        return result;
    }
}
