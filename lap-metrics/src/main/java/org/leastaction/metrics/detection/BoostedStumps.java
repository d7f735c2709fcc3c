package org.leastaction.metrics.detection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.leastaction.points.Points;

/**
 * Additive logistic regression by gradient boosting of stumps: the log-odds of a row are a sum of step functions of its
 * features, one feature each, so that both small and large values of a feature can indicate a class. Each round adds
 * the stump that lowers the second-order expansion of the logistic loss the most. Both classes have the same total
 * weight. Deterministic; monotone transformations of a feature do not change it. Immutable.
 */
public final class BoostedStumps {

    private final List<Stump> stumps;

    /** A step function: adds {@code above} where the feature is above the threshold, else {@code below}. */
    private record Stump(int feature, double threshold, double below, double above) {}

    /**
     * How the sum is fitted.
     *
     * @param rounds     number of stumps, at least 1
     * @param shrinkage  factor of each stump, in (0, 1]
     * @param thresholds number of candidate thresholds of a feature, at least 1
     * @param ridge      added to the second derivatives of each side, at least 0
     */
    public record Options(int rounds, double shrinkage, int thresholds, double ridge) {

        /** @throws IllegalArgumentException for values outside these ranges */
        public Options {
            if (rounds < 1 || !(shrinkage > 0 && shrinkage <= 1) || thresholds < 1 || !(ridge >= 0)) {
                throw new IllegalArgumentException(
                        "boosting has at least 1 round and 1 threshold, a shrinkage in (0, 1]"
                                + " and a ridge of at least 0, not " + rounds + ", " + thresholds + ", " + shrinkage
                                + ", "
                                + ridge);
            }
        }

        /** 200 rounds, shrinkage 0.1, 64 thresholds, ridge 1. */
        public static Options defaults() {
            return new Options(200, 0.1, 64, 1);
        }
    }

    private BoostedStumps(List<Stump> stumps) {
        this.stumps = List.copyOf(stumps);
    }

    /**
     * Fits the sum to rows of both classes. O(rounds · n · features).
     *
     * @param features [n, f]
     * @param positive the class of each row
     * @throws IllegalArgumentException if a class has no row, the lengths differ, or a feature is not finite
     */
    public static BoostedStumps fit(Points features, boolean[] positive, Options options) {
        int n = features.size();
        int count = 0;
        for (boolean flag : positive) {
            count += flag ? 1 : 0;
        }
        if (positive.length != n || count == 0 || count == n) {
            throw new IllegalArgumentException("a detector is fitted to rows of both classes, there are " + n
                    + " rows, " + positive.length + " classes, and " + count + " positive ones");
        }
        if (features.firstNonFinite() >= 0) {
            throw new IllegalArgumentException(
                    "row " + features.firstNonFinite() + " has a feature that is not finite");
        }
        double[] weights = new double[n];
        for (int i = 0; i < n; i++) {
            weights[i] = n / 2.0 / (positive[i] ? count : n - count);
        }
        List<Bins> bins = new ArrayList<>();
        for (int j = 0; j < features.dimension(); j++) {
            bins.add(Bins.of(features, j, options.thresholds()));
        }
        double[] odds = new double[n];
        double[] gradients = new double[n];
        double[] curvatures = new double[n];
        List<Stump> stumps = new ArrayList<>();
        for (int round = 0; round < options.rounds(); round++) {
            for (int i = 0; i < n; i++) {
                double p = 1 / (1 + Math.exp(-odds[i]));
                gradients[i] = weights[i] * ((positive[i] ? 1 : 0) - p);
                curvatures[i] = weights[i] * p * (1 - p);
            }
            Stump best = null;
            double greatest = 0;
            for (int j = 0; j < bins.size(); j++) {
                Split split = bins.get(j).best(gradients, curvatures, options.ridge());
                if (split.gain() > greatest) {
                    greatest = split.gain();
                    best = new Stump(j, split.threshold(), options.shrinkage() * split.below(),
                            options.shrinkage() * split.above());
                }
            }
            if (best == null) {
                break;
            }
            stumps.add(best);
            for (int i = 0; i < n; i++) {
                odds[i] += features.get(i, best.feature()) > best.threshold() ? best.above() : best.below();
            }
        }
        return new BoostedStumps(stumps);
    }

    /** The log-odds of the positive class of rows [n, f]. */
    public double[] scores(Points features) {
        double[] scores = new double[features.size()];
        for (int i = 0; i < scores.length; i++) {
            for (Stump stump : stumps) {
                scores[i] += features.get(i, stump.feature()) > stump.threshold() ? stump.above() : stump.below();
            }
        }
        return scores;
    }

    /** For each of f features, the sum of the heights of its steps: how much it contributes. */
    public double[] contributions(int features) {
        double[] contributions = new double[features];
        stumps.forEach(stump -> contributions[stump.feature()] += Math.abs(stump.above() - stump.below()));
        return contributions;
    }

    private record Split(double gain, double threshold, double below, double above) {}

    /** A binned feature: the bin of each row, and the thresholds between the bins. */
    private record Bins(int[] bin, double[] thresholds) {

        static Bins of(Points features, int feature, int most) {
            double[] values = new double[features.size()];
            Arrays.setAll(values, i -> features.get(i, feature));
            double[] different = Arrays.stream(values).sorted().distinct().toArray();
            int count = Math.min(most, different.length - 1);
            double[] thresholds = new double[count];
            for (int t = 0; t < count; t++) {
                int at = (int) ((long) (t + 1) * (different.length - 1) / (count + 1));
                at = count == different.length - 1 ? t : at;
                thresholds[t] = different[at] + (different[at + 1] - different[at]) / 2;
            }
            int[] bin = new int[values.length];
            for (int i = 0; i < bin.length; i++) {
                while (bin[i] < count && values[i] > thresholds[bin[i]]) {
                    bin[i]++;
                }
            }
            return new Bins(bin, thresholds);
        }

        Split best(double[] gradients, double[] curvatures, double ridge) {
            double[] g = new double[thresholds.length + 1];
            double[] h = new double[thresholds.length + 1];
            double allG = 0;
            double allH = 0;
            for (int i = 0; i < bin.length; i++) {
                g[bin[i]] += gradients[i];
                h[bin[i]] += curvatures[i];
                allG += gradients[i];
                allH += curvatures[i];
            }
            Split best = new Split(0, 0, 0, 0);
            double belowG = 0;
            double belowH = 0;
            for (int t = 0; t < thresholds.length; t++) {
                belowG += g[t];
                belowH += h[t];
                double gain = gain(belowG, belowH + ridge) + gain(allG - belowG, allH - belowH + ridge)
                        - gain(allG, allH + ridge);
                if (gain > best.gain()) {
                    best = new Split(gain, thresholds[t], belowG / (belowH + ridge),
                            (allG - belowG) / (allH - belowH + ridge));
                }
            }
            return best;
        }

        private static double gain(double g, double h) {
            return h > 0 ? g * g / h : 0;
        }
    }
}
