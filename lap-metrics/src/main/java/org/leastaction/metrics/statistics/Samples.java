package org.leastaction.metrics.statistics;

/** Checks that the statistics share. */
final class Samples {

    private Samples() {}

    /** @throws IllegalArgumentException if there are fewer values than wanted, or one is not finite */
    static void check(double[] values, int atLeast, String name) {
        if (values.length < atLeast) {
            throw new IllegalArgumentException(
                    name + ": at least " + atLeast + " values are needed, there are " + values.length);
        }
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw new IllegalArgumentException(
                        name + ": value " + i + " is " + values[i] + "; leave out what is not finite, and say so");
            }
        }
    }

    /** @throws IllegalArgumentException unless both have the same length */
    static void checkSameLength(double[] first, double[] second) {
        if (first.length != second.length) {
            throw new IllegalArgumentException(
                    "pairs are needed, there are " + first.length + " and " + second.length + " values");
        }
    }
}
