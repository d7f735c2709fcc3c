package org.leastaction.flow.objective;

import java.util.SplittableRandom;

/**
 * The random numbers that one operation of an objective draws for one batch of one run. They depend only on the run's
 * seed, the number of the step and the place of the operation among those that draw, so that a resumed training draws
 * the same ones, whatever other runs train with it.
 */
public final class RandomInputs {

    private final SplittableRandom random;

    private RandomInputs(SplittableRandom random) {
        this.random = random;
    }

    /**
     * The numbers of an operation.
     *
     * @param seed  seed of the run
     * @param step  number of the step, from 1
     * @param place place of the operation, from 0
     */
    public static RandomInputs of(long seed, long step, int place) {
        long mixed = new SplittableRandom(seed * 1_000_003L + step).nextLong();
        return new RandomInputs(new SplittableRandom(mixed + place));
    }

    /** Signs, each 1 or −1 with equal probability. O(count). */
    public float[] signs(int count) {
        float[] signs = new float[count];
        long bits = 0;
        for (int i = 0; i < count; i++) {
            bits = i % Long.SIZE == 0 ? random.nextLong() : bits >>> 1;
            signs[i] = 1 - 2 * (bits & 1);
        }
        return signs;
    }

    /**
     * Directions uniform on the unit sphere. O(dimension · count).
     *
     * @return [dimension, count], one direction a column
     */
    public float[] directions(int dimension, int count) {
        double[] drawn = new double[dimension * count];
        double[] squares = new double[count];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = random.nextGaussian();
            squares[i % count] += drawn[i] * drawn[i];
        }
        float[] directions = new float[drawn.length];
        for (int i = 0; i < drawn.length; i++) {
            directions[i] = (float) (drawn[i] / Math.sqrt(squares[i % count]));
        }
        return directions;
    }
}
