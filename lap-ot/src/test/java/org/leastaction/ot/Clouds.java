package org.leastaction.ot;

import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.leastaction.points.DoublePoints;

/** Point sets for tests, drawn from a seed. */
public final class Clouds {

    private Clouds() {}

    /** n points with independent standard normal coordinates. */
    public static DoublePoints gaussian(int n, int d, long seed) {
        Random random = new Random(seed);
        return DoublePoints.wrap(random.doubles((long) n * d).map(u -> random.nextGaussian()).toArray(), n, d);
    }

    /** The points with a function applied to every coordinate. */
    public static DoublePoints map(DoublePoints points, DoubleUnaryOperator function) {
        double[] mapped = points.toArray();
        for (int i = 0; i < mapped.length; i++) {
            mapped[i] = function.applyAsDouble(mapped[i]);
        }
        return DoublePoints.wrap(mapped, points.size(), points.dimension());
    }

    /** x + scale · y, coordinate by coordinate. */
    public static DoublePoints add(DoublePoints x, DoublePoints y, double scale) {
        double[] sum = x.toArray();
        double[] other = y.toArray();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += scale * other[i];
        }
        return DoublePoints.wrap(sum, x.size(), x.dimension());
    }

    /** The points in a random order. */
    public static DoublePoints shuffled(DoublePoints points, long seed) {
        return points.select(permutation(points.size(), seed));
    }

    /** A random permutation of 0 to n − 1. */
    public static int[] permutation(int n, long seed) {
        Random random = new Random(seed);
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
