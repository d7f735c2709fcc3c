package org.leastaction.ot.interval;

import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.kernel.Parallelism.Stage;

/**
 * Intervals for any estimator of transport between two independent samples, by recomputing it on subsets of n^¾ of the
 * n points, drawn without replacement. Points of a weighted sample keep their relative weights (importance weights, for
 * example); points of weight 0 are not drawn.
 *
 * <p>The spread of the estimator around its mean on subsets of b points, times √(b/n)/√(1 − b/n), estimates its spread
 * on samples of n points (the divisor accounts for the dependence of subsets of one set). The interval is therefore for
 * the mean of the estimator over samples of this size. It does not include the bias of W₂² itself, which is upwards and
 * grows with d.
 *
 * @param subsets     number of subsets, at least 20
 * @param seed        seed of the subsets: subset s depends only on the seed and s
 * @param parallelism threads; the interval is the same for any number
 */
public record Subsampling(int subsets, long seed, Parallelism parallelism) {

    private static final int DEFAULT_SUBSETS = 200;
    private static final int FEWEST_SUBSETS = 20;
    private static final int FEWEST_POINTS = 16;
    private static final double SIZE_EXPONENT = 0.75;
    private static final double TAIL = 0.025;

    /** @throws IllegalArgumentException for too few subsets */
    public Subsampling {
        Objects.requireNonNull(parallelism, "parallelism");
        if (subsets < FEWEST_SUBSETS) {
            throw new IllegalArgumentException(
                    "an interval of 95 % needs at least " + FEWEST_SUBSETS + " subsets, not " + subsets);
        }
    }

    /** 200 subsets on all processors. */
    public static Subsampling of(long seed) {
        return new Subsampling(DEFAULT_SUBSETS, seed, Parallelism.available());
    }

    public Subsampling withSubsets(int newSubsets) {
        return new Subsampling(newSubsets, seed, parallelism);
    }

    public Subsampling withParallelism(Parallelism newParallelism) {
        return new Subsampling(subsets, seed, newParallelism);
    }

    /** How the points of a subset are drawn. */
    public enum Sampling {
        /** Independently from each set: two samples of two distributions. */
        INDEPENDENT,
        /** The same rows of both sets: a sample of pairs, such as points and their images. */
        PAIRED
    }

    /**
     * The estimate and its interval, for two independent samples.
     *
     * @param estimator any function of a problem that is safe to call from several threads, e.g. one of
     *                  {@link Estimators}
     * @throws IllegalArgumentException for a set with fewer than 16 points of weight above 0
     */
    public Interval interval(TransportProblem problem, ToDoubleFunction<TransportProblem> estimator) {
        double[][] drawn = drawn(problem, Sampling.INDEPENDENT, p -> new double[] {estimator.applyAsDouble(p)});
        return intervals(problem, new double[] {estimator.applyAsDouble(problem)}, drawn)[0];
    }

    /**
     * The intervals of several quantities, computed together on each subset.
     *
     * @param estimates the quantities of the whole problem
     * @param estimator the same quantities of a subset, in the same order; must be safe to call from several threads.
     *                  NaN if a quantity is undefined for a subset: the subset is then left out of its interval
     * @throws IllegalArgumentException for a set with fewer than 16 points of weight above 0, for pairs of weighted
     *                                  sets or of sets of unequal sizes, or for a quantity that is defined for fewer
     *                                  than 20 subsets
     */
    public Interval[] intervals(
            TransportProblem problem, Sampling draw, double[] estimates,
            Function<TransportProblem, double[]> estimator) {
        return intervals(problem, estimates, drawn(problem, draw, estimator));
    }

    /** The quantities of every subset. */
    private double[][] drawn(TransportProblem problem, Sampling draw, Function<TransportProblem, double[]> estimator) {
        requireSubsets(problem, draw);
        int[] sources = problem.a().weighing();
        int[] targets = problem.b().weighing();
        double share = share(problem);
        double[][] drawn = new double[subsets][];
        parallelism.in(Stage.SUBSETS).forEach(subsets, s -> {
            Random random = new Random(seed + s * 0x9E3779B97F4A7C15L);
            int[] rows = subset(sources, share, random);
            int[] columns = draw == Sampling.PAIRED ? rows : subset(targets, share, random);
            drawn[s] = estimator.apply(new TransportProblem(problem.x().select(rows), problem.y().select(columns),
                    problem.a().select(rows), problem.b().select(columns), problem.cost()));
        });
        return drawn;
    }

    private static int[] subset(int[] points, double share, Random random) {
        return IntStream.of(subset(points.length, share, random)).map(i -> points[i]).toArray();
    }

    private static Interval[] intervals(TransportProblem problem, double[] estimates, double[][] drawn) {
        Interval[] intervals = new Interval[estimates.length];
        double share = share(problem);
        for (int k = 0; k < intervals.length; k++) {
            int quantity = k;
            double[] ofSubsets =
                    Arrays.stream(drawn).mapToDouble(d -> d[quantity]).filter(d -> !Double.isNaN(d)).toArray();
            intervals[k] = interval(estimates[k], ofSubsets, share);
        }
        return intervals;
    }

    private static double share(TransportProblem problem) {
        return Math.pow(Math.min(problem.a().weighing().length, problem.b().weighing().length), SIZE_EXPONENT - 1);
    }

    private static void requireSubsets(TransportProblem problem, Sampling draw) {
        int n = problem.a().weighing().length;
        int m = problem.b().weighing().length;
        boolean weighted = !(problem.a().isUniform() && problem.b().isUniform());
        if (draw == Sampling.PAIRED && weighted) {
            throw new IllegalArgumentException("pairs are drawn from points of uniform weights, these have others");
        }
        if (Math.min(n, m) < FEWEST_POINTS) {
            throw new IllegalArgumentException("subsets need at least " + FEWEST_POINTS + " points "
                    + (weighted ? "that weigh something " : "") + "in either set, not " + n + " and " + m);
        }
        if (draw == Sampling.PAIRED && n != m) {
            throw new IllegalArgumentException("pairs are drawn from sets of one size, not of " + n + " and " + m);
        }
    }

    private static Interval interval(double value, double[] estimates, double share) {
        if (estimates.length < FEWEST_SUBSETS) {
            throw new IllegalArgumentException("only " + estimates.length + " subsets have this quantity: an interval"
                    + " of 95 % needs at least " + FEWEST_SUBSETS);
        }
        double mean = Arrays.stream(estimates).average().orElseThrow();
        double scale = Math.sqrt(share / (1 - share));
        Arrays.sort(estimates);
        double below = scale * (mean - quantile(estimates, TAIL));
        double above = scale * (quantile(estimates, 1 - TAIL) - mean);
        // Reflected: if the estimator is skewed upwards, the true value tends to be below it.
        return new Interval(value, value - Math.max(0, above), value + Math.max(0, below));
    }

    /** The first elements of a random permutation of 0 to n − 1. */
    static int[] subset(int n, double share, Random random) {
        int size = Math.max(1, (int) Math.round(n * share));
        int[] order = new int[n];
        Arrays.setAll(order, i -> i);
        for (int i = 0; i < size; i++) {
            int j = i + random.nextInt(n - i);
            int swap = order[i];
            order[i] = order[j];
            order[j] = swap;
        }
        return Arrays.copyOf(order, size);
    }

    private static double quantile(double[] sorted, double level) {
        double at = level * (sorted.length - 1);
        int below = (int) at;
        double rest = at - below;
        return rest == 0 ? sorted[below] : sorted[below] + rest * (sorted[below + 1] - sorted[below]);
    }
}
