package org.leastaction.metrics.regularity;

import java.util.stream.IntStream;
import org.leastaction.points.DoublePoints;
import org.leastaction.points.Points;

/** Euclidean distances of all pairs of one set. */
final class PairDistances {

    private PairDistances() {
    }

    /** The strict lower triangle: row i holds the distances to the points 0 to i − 1. */
    static double[][] of(Points points) {
        DoublePoints exact = points.toDouble();
        return IntStream.range(0, points.size())
                .parallel()
                .mapToObj(i -> IntStream.range(0, i).mapToDouble(j -> distance(exact, i, j)).toArray())
                .toArray(double[][]::new);
    }

    private static double distance(DoublePoints points, int i, int j) {
        double[] array = points.array();
        int d = points.dimension();
        int p = points.offset() + i * d;
        int q = points.offset() + j * d;
        // Two sums: one alone would wait for each addition to end.
        double even = 0;
        double odd = 0;
        int k = 0;
        for (; k + 2 <= d; k += 2) {
            double first = array[p + k] - array[q + k];
            double second = array[p + k + 1] - array[q + k + 1];
            even += first * first;
            odd += second * second;
        }
        if (k < d) {
            double last = array[p + k] - array[q + k];
            even += last * last;
        }
        return Math.sqrt(even + odd);
    }
}
