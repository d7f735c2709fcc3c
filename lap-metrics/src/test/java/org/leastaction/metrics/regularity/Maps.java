package org.leastaction.metrics.regularity;

import java.util.Random;
import java.util.function.UnaryOperator;
import org.leastaction.points.DoublePoints;

/** Samples and maps whose regularity is known. */
public final class Maps {

    private Maps() {}

    public static DoublePoints uniform(long seed, int size, int dimension) {
        Random random = new Random(seed);
        double[] array = new double[size * dimension];
        for (int i = 0; i < array.length; i++) {
            array[i] = 2 * random.nextDouble() - 1;
        }
        return DoublePoints.wrap(array, size, dimension);
    }

    public static DoublePoints normal(long seed, int size, int dimension) {
        Random random = new Random(seed);
        double[] array = new double[size * dimension];
        for (int i = 0; i < array.length; i++) {
            array[i] = random.nextGaussian();
        }
        return DoublePoints.wrap(array, size, dimension);
    }

    /** Uniform on the unit sphere of some dimension, which has no edge; in one dimension more. */
    public static DoublePoints sphere(long seed, int size, int dimension) {
        return map(normal(seed, size, dimension + 1), point -> {
            double norm = 0;
            for (double coordinate : point) {
                norm += coordinate * coordinate;
            }
            for (int j = 0; j < point.length; j++) {
                point[j] /= Math.sqrt(norm);
            }
            return point;
        });
    }

    public static DoublePoints map(DoublePoints x, UnaryOperator<double[]> map) {
        double[][] images = new double[x.size()][];
        for (int i = 0; i < x.size(); i++) {
            images[i] = map.apply(x.rows(i, i + 1).toArray());
        }
        return DoublePoints.of(images);
    }

    /** |x|^exponent in every coordinate: Hölder with this exponent at 0, smooth elsewhere. */
    public static DoublePoints power(DoublePoints x, double exponent) {
        return map(x, point -> {
            for (int j = 0; j < point.length; j++) {
                point[j] = Math.pow(Math.abs(point[j]), exponent);
            }
            return point;
        });
    }

    /** Stretches the coordinates by factors that run evenly from {@code least} to {@code greatest}. */
    public static DoublePoints stretch(DoublePoints x, double least, double greatest) {
        return map(x, point -> {
            for (int j = 0; j < point.length; j++) {
                point[j] *= point.length == 1 ? greatest : least + (greatest - least) * j / (point.length - 1);
            }
            return point;
        });
    }

    /** A rotation of the plane. */
    public static DoublePoints rotate(DoublePoints x, double angle) {
        return map(x, point -> new double[] {
                Math.cos(angle) * point[0] - Math.sin(angle) * point[1],
                Math.sin(angle) * point[0] + Math.cos(angle) * point[1]});
    }

    /** Moves the points of the half-space x₀ > 0 away along the first axis. */
    public static DoublePoints jump(DoublePoints x, double height) {
        return map(x, point -> {
            point[0] += point[0] > 0 ? height : 0;
            return point;
        });
    }
}
