package org.leastaction.flow.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.leastaction.points.FloatPoints;

/** Batches to provoke a model with, and how two of them compare. */
final class Batches {

    private Batches() {}

    /** The same points on an array of their own. */
    static FloatPoints copy(FloatPoints points) {
        return FloatPoints.wrap(points.toArray(), points.size(), points.dimension());
    }

    /** The same points in the middle of a longer array, whose margins hold NaN: who reads them is found out. */
    static FloatPoints embedded(FloatPoints points) {
        int margin = 2;
        int d = points.dimension();
        float[] array = new float[(points.size() + 2 * margin) * d];
        Arrays.fill(array, Float.NaN);
        System.arraycopy(points.array(), points.offset(), array, margin * d, points.size() * d);
        return FloatPoints.wrap(array, points.size() + 2 * margin, d).rows(margin, margin + points.size());
    }

    static FloatPoints empty(int dimension) {
        return FloatPoints.wrap(new float[0], 0, dimension);
    }

    /** Points of another dimension, finite and small. */
    static FloatPoints ofDimension(int size, int dimension) {
        return FloatPoints.wrap(new float[size * dimension], size, dimension);
    }

    static void assertShape(String what, FloatPoints points, int size, int dimension) {
        assertThat(new int[] {points.size(), points.dimension()})
                .as("shape of %s", what)
                .containsExactly(size, dimension);
    }

    static void assertBitEqual(String what, FloatPoints actual, FloatPoints expected) {
        assertShape(what, actual, expected.size(), expected.dimension());
        assertThat(actual.toArray()).as(what).containsExactly(expected.toArray());
    }

    /** |actual − expected| ≤ tolerance · max(1, max |expected|) everywhere. */
    static void assertClose(String what, FloatPoints actual, FloatPoints expected, double tolerance) {
        assertShape(what, actual, expected.size(), expected.dimension());
        double scale = 1;
        for (float coordinate : expected.toArray()) {
            scale = Math.max(scale, Math.abs(coordinate));
        }
        for (int i = 0; i < expected.size(); i++) {
            for (int j = 0; j < expected.dimension(); j++) {
                // Written so that a NaN fails.
                assertThat(Math.abs(actual.get(i, j) - expected.get(i, j)) <= tolerance * scale)
                        .as("%s: coordinate %d of point %d is %s, %s expected", what, j, i,
                                actual.get(i, j), expected.get(i, j))
                        .isTrue();
            }
        }
    }
}
