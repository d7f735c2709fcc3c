package org.leastaction.tf.training;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Times of contestants that took turns, so that whatever else the machine did met all of them. */
final class Rounds {

    /** Milliseconds between turns: the threads of whoever was before may spin for a while, waiting for work. */
    private static final long REST = 300;

    /** Milliseconds a step, one number a round. */
    private final Map<String, double[]> milliseconds = new LinkedHashMap<>();

    /** A turn: takes a number of steps and returns the seconds that they took. */
    @FunctionalInterface
    interface Turn {
        double take(int steps) throws Exception;
    }

    /** Lets everybody take {@code warmUp} steps, then {@code steps} in each round. */
    static Rounds of(Map<String, Turn> turns, int rounds, int warmUp, int steps) throws Exception {
        Rounds measured = new Rounds();
        for (Map.Entry<String, Turn> turn : turns.entrySet()) {
            turn.getValue().take(warmUp);
            measured.milliseconds.put(turn.getKey(), new double[rounds]);
        }
        for (int round = 0; round < rounds; round++) {
            for (Map.Entry<String, Turn> turn : turns.entrySet()) {
                Thread.sleep(REST);
                measured.milliseconds.get(turn.getKey())[round] = 1e3 * turn.getValue().take(steps) / steps;
            }
        }
        return measured;
    }

    /** Seconds that an action takes. */
    static double seconds(Runnable action) {
        long start = System.nanoTime();
        action.run();
        return (System.nanoTime() - start) * 1e-9;
    }

    /** Prints every median and least time. */
    void print() {
        milliseconds.forEach((name, times) -> System.out.printf(Locale.ROOT,
                "%-26s median %8.2f ms a step, least %8.2f%n",
                name, median(times), Arrays.stream(times).min().orElseThrow()));
    }

    /** Prints by how much one takes longer than another. */
    void printRatio(String numerator, String denominator) {
        double[] above = milliseconds.get(numerator);
        double[] below = milliseconds.get(denominator);
        double[] ratios = new double[above.length];
        Arrays.setAll(ratios, i -> above[i] / below[i]);
        System.out.printf(Locale.ROOT, "%s / %s: median of rounds %.3f, of medians %.3f%n",
                numerator, denominator, median(ratios), median(above) / median(below));
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
