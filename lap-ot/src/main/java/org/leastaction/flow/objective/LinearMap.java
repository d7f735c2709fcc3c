package org.leastaction.flow.objective;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.leastaction.points.DoublePoints;

/**
 * A linear map of the elements of a batch: element i of the result is the sum of {@code terms} weighted elements.
 *
 * @param terms   number of summands, at least 1
 * @param sources indices of the summands, {@code terms} for each element of the result
 * @param weights their weights
 */
record LinearMap(int terms, int[] sources, double[] weights) {

    /** Samples of {@code to} in the order of the optimal assignment from {@code from}; both [n, d], row-major. */
    static LinearMap assignment(double[] from, double[] to, int d) {
        int[] order = BatchAssignment.of(
                DoublePoints.wrap(from, from.length / d, d), DoublePoints.wrap(to, to.length / d, d));
        return reordering(IntStream.range(0, from.length).map(i -> order[i / d] * d + i % d).toArray());
    }

    /** Every column of values [n, d] in descending order. */
    static LinearMap descending(double[] values, int d) {
        int[] sources = new int[values.length];
        for (int j = 0; j < d; j++) {
            int column = j;
            int[] order = IntStream.range(0, values.length / d).map(i -> i * d + column).boxed()
                    .sorted(Comparator.comparingDouble(i -> -values[i])).mapToInt(i -> i).toArray();
            for (int i = 0; i < order.length; i++) {
                sources[i * d + j] = order[i];
            }
        }
        return reordering(sources);
    }

    /**
     * Projections of n samples.
     *
     * @param drawn [d, directions], one direction a column
     */
    static LinearMap projection(int n, int d, int directions, float[] drawn) {
        int all = n * directions * d;
        return new LinearMap(
                d,
                IntStream.range(0, all).map(k -> k / d / directions * d + k % d).toArray(),
                IntStream.range(0, all).mapToDouble(k -> drawn[k % d * directions + k / d % directions]).toArray());
    }

    /** Sums over each d consecutive of some elements. */
    static LinearMap sums(int elements, int d) {
        return new LinearMap(
                d, IntStream.range(0, elements).toArray(), IntStream.range(0, elements).mapToDouble(k -> 1).toArray());
    }

    private static LinearMap reordering(int[] sources) {
        return new LinearMap(1, sources, IntStream.of(sources).mapToDouble(source -> 1).toArray());
    }

    /** The result. */
    double[] apply(double[] x) {
        double[] y = new double[sources.length / terms];
        for (int k = 0; k < sources.length; k++) {
            y[k / terms] += weights[k] * x[sources[k]];
        }
        return y;
    }

    /** Adds the transposed map of y to x. */
    void addTransposed(double[] y, double[] x) {
        for (int k = 0; k < sources.length; k++) {
            x[sources[k]] += weights[k] * y[k / terms];
        }
    }
}
