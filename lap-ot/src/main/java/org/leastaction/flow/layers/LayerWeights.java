package org.leastaction.flow.layers;

import java.util.List;
import java.util.Objects;

/** Weights of a layer, row-major in a shape. */
public final class LayerWeights {

    private final List<Integer> shape;
    private final float[] values;

    private LayerWeights(List<Integer> shape, float[] values) {
        this.shape = shape;
        this.values = values;
    }

    /**
     * Weights of a given shape.
     *
     * @param shape  extents, each at least 1
     * @param values used directly, not copied: the caller must not modify them afterwards
     * @throws IllegalArgumentException if the shape is empty, has an extent below 1, or does not fit the number of
     *                                  values
     */
    public static LayerWeights wrap(List<Integer> shape, float[] values) {
        List<Integer> extents = List.copyOf(shape);
        Objects.requireNonNull(values, "values");
        if (extents.isEmpty() || extents.stream().anyMatch(extent -> extent < 1)) {
            throw new IllegalArgumentException("weights have extents of at least 1, not " + extents);
        }
        if (extents.stream().reduce(1, Math::multiplyExact) != values.length) {
            throw new IllegalArgumentException(values.length + " numbers do not fill the shape " + extents);
        }
        return new LayerWeights(extents, values);
    }

    public List<Integer> shape() {
        return shape;
    }

    /** Number of elements. */
    public int size() {
        return values.length;
    }

    /** @param index row-major, from 0 */
    public float get(int index) {
        return values[index];
    }

    /** @throws IllegalArgumentException if the shape is not the expected one */
    void require(String what, List<Integer> expected) {
        if (!shape.equals(expected)) {
            throw new IllegalArgumentException("the " + what + " has the shape " + shape + ", " + expected + " fits");
        }
    }
}
