package org.leastaction.flow.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.leastaction.points.FloatPoints;

/** Batches that test a model, and comparisons of batches. */
final class Batches {

    private Batches() {}

    /** The same points in a separate array. */
    static FloatPoints copy(FloatPoints points) {
        return FloatPoints.wrap(points.toArray(), points.size(), points.dimension());
    }

    /** The same points in the middle of a longer array, whose margins contain NaN, so that reading them is detected. */
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

    static FloatPoints gaussian(int size, int dimension, long seed) {
        Random random = new Random(seed);
        float[] array = new float[size * dimension];
        for (int i = 0; i < array.length; i++) {
            array[i] = (float) random.nextGaussian();
        }
        return FloatPoints.wrap(array, size, dimension);
    }

    /** Each point divided by its norm; a point of norm 0 stays. */
    static FloatPoints normalised(FloatPoints points) {
        float[] array = points.toArray();
        double[] norms = norms(points);
        for (int i = 0; i < array.length; i++) {
            double norm = norms[i / points.dimension()];
            array[i] = (float) (norm == 0 ? 0 : array[i] / norm);
        }
        return FloatPoints.wrap(array, points.size(), points.dimension());
    }

    /** ⟨aᵢ, bᵢ⟩ of every i. */
    static double[] dots(FloatPoints a, FloatPoints b) {
        double[] dots = new double[a.size()];
        for (int i = 0; i < a.size(); i++) {
            for (int j = 0; j < a.dimension(); j++) {
                dots[i] += a.get(i, j) * b.get(i, j);
            }
        }
        return dots;
    }

    /** ‖aᵢ‖ of every i. */
    static double[] norms(FloatPoints a) {
        return Arrays.stream(dots(a, a)).map(Math::sqrt).toArray();
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
