package org.leastaction.metrics.accuracy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * Permutation tests of a classifier's answers. Under the null hypothesis the predicted classes are independent of the
 * labels: every order of the labels is equally likely. P-values are exact for the drawn orders: (1 + orders that do as
 * well) / (1 + orders).
 *
 * @param accuracy    p-value of the number of correct answers
 * @param consistency p-value of the number of pairs of samples of one class that get the same answer, whatever it is. A
 *                    network that distinguishes the classes, but numbers them otherwise, is consistent and not accurate
 * @param expected    mean share of correct answers under the null hypothesis, in [0, 1]
 */
public record ChanceTest(double accuracy, double consistency, double expected) {

    /**
     * A class whose samples get the number of another class.
     *
     * @param asAnswer its samples that are classified as {@code answer}
     * @param asLabel  its samples that are classified correctly
     */
    public record Moved(int label, int answer, int asAnswer, int asLabel) {}

    /**
     * Tests the answers. O(samples · orders + classes²).
     *
     * @param counts samples by class (rows) and predicted class (columns), square
     * @param orders number of random orders of the labels, at least 1
     * @throws IllegalArgumentException if there is no sample
     */
    public static ChanceTest of(int[][] counts, int orders, long seed) {
        int n = Arrays.stream(counts).flatMapToInt(Arrays::stream).sum();
        if (n == 0) {
            throw new IllegalArgumentException("a test of answers needs at least one sample");
        }
        int[] labels = new int[n];
        int[] answers = new int[n];
        int next = 0;
        for (int label = 0; label < counts.length; label++) {
            for (int answer = 0; answer < counts.length; answer++) {
                Arrays.fill(labels, next, next + counts[label][answer], label);
                Arrays.fill(answers, next, next + counts[label][answer], answer);
                next += counts[label][answer];
            }
        }
        int[][] pairs = new int[counts.length][counts.length];
        long[] own = matches(labels, answers, pairs);
        SplittableRandom random = new SplittableRandom(seed);
        int accurate = 0;
        int consistent = 0;
        for (int order = 0; order < orders; order++) {
            shuffle(labels, random);
            long[] drawn = matches(labels, answers, pairs);
            accurate += drawn[0] >= own[0] ? 1 : 0;
            consistent += drawn[1] >= own[1] ? 1 : 0;
        }
        return new ChanceTest((1.0 + accurate) / (1 + orders), (1.0 + consistent) / (1 + orders), expected(counts, n));
    }

    /** The mean share of correct answers over all orders of the labels. */
    private static double expected(int[][] counts, int n) {
        double pairs = 0;
        for (int k = 0; k < counts.length; k++) {
            int answer = k;
            pairs += (double) Arrays.stream(counts[k]).sum() * Arrays.stream(counts).mapToInt(row -> row[answer]).sum();
        }
        return pairs / ((double) n * n);
    }

    /** Correct answers, and pairs of samples with equal labels and equal answers. {@code pairs} is 0 before and after. */
    private static long[] matches(int[] labels, int[] answers, int[][] pairs) {
        long correct = 0;
        long equal = 0;
        for (int i = 0; i < labels.length; i++) {
            correct += labels[i] == answers[i] ? 1 : 0;
            equal += pairs[labels[i]][answers[i]]++;
        }
        for (int i = 0; i < labels.length; i++) {
            pairs[labels[i]][answers[i]] = 0;
        }
        return new long[] {correct, equal};
    }

    private static void shuffle(int[] labels, SplittableRandom random) {
        for (int i = labels.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int label = labels[i];
            labels[i] = labels[j];
            labels[j] = label;
        }
    }

    /**
     * The classes whose numbers seem exchanged: their samples get another class's number more often than their own, by
     * one-sided sign tests with Bonferroni's correction for all pairs of classes, and the other class has moved too. So
     * a class that is merely taken for another, and a network that prefers one answer, are left out.
     *
     * @param counts samples by class (rows) and predicted class (columns), square
     * @param level  of all tests together, in (0, 1)
     */
    public static List<Moved> moved(int[][] counts, double level) {
        List<Moved> moved = new ArrayList<>();
        double tests = Math.max(1.0, (double) counts.length * (counts.length - 1));
        for (int label = 0; label < counts.length; label++) {
            int answer = label == 0 ? Math.min(1, counts.length - 1) : 0;
            for (int other = 0; other < counts.length; other++) {
                answer = other != label && counts[label][other] > counts[label][answer] ? other : answer;
            }
            int asAnswer = counts[label][answer];
            int asLabel = counts[label][label];
            if (asAnswer > asLabel && BinomialDistribution.of(asAnswer + asLabel, 0.5)
                    .cumulativeProbability(asLabel) * tests <= level) {
                moved.add(new Moved(label, answer, asAnswer, asLabel));
            }
        }
        boolean open = true;
        while (open) {
            List<Moved> left = List.copyOf(moved);
            open = moved.removeIf(one -> left.stream().noneMatch(other -> other.label() == one.answer())
                    || left.stream().filter(other -> other.answer() == one.answer()).count() > 1);
        }
        return List.copyOf(moved);
    }
}
