package org.leastaction.metrics.statistics;

import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.leastaction.metrics.Estimate;

/**
 * Bootstrap intervals: n rows are drawn from n with replacement, repeatedly, and the spread of the statistic over the
 * draws estimates its spread over data sets (Efron 1987). Seeded: the same data and seed give the same interval.
 *
 * <p>Valid for means and other smooth statistics, but not for maxima, whose resampled values never exceed the sample's.
 *
 * @param resamples number of draws, at least 100
 * @param seed      of the draws
 * @param method    how the interval is computed from the draws
 */
public record Bootstrap(int resamples, long seed, Method method) {

    /** Maximum number of groups of rows that are deleted in turn: deleting single rows is too slow for large n. */
    private static final int JACKKNIFE_GROUPS = 200;

    /** How an interval follows from the resampled values. */
    public enum Method {
        /** Their 2.5 % and 97.5 % quantiles. */
        PERCENTILE,
        /** Quantiles shifted for bias and skewness (BC<sub>a</sub>), the acceleration by a grouped jackknife. */
        BCA
    }

    /** @throws IllegalArgumentException for fewer than 100 resamples */
    public Bootstrap {
        Objects.requireNonNull(method, "method");
        if (resamples < 100) {
            throw new IllegalArgumentException(
                    "a 95 % interval needs at least 100 resamples, not " + resamples);
        }
    }

    /** 1,000 resamples, seed 0, BC<sub>a</sub>. */
    public static Bootstrap defaults() {
        return new Bootstrap(1_000, 0, Method.BCA);
    }

    public Bootstrap withSeed(long newSeed) {
        return new Bootstrap(resamples, newSeed, method);
    }

    public Bootstrap withResamples(int newResamples) {
        return new Bootstrap(newResamples, seed, method);
    }

    public Bootstrap withMethod(Method newMethod) {
        return new Bootstrap(resamples, seed, newMethod);
    }

    /**
     * The mean of n finite values. O(resamples · n).
     *
     * @throws IllegalArgumentException if there is no value or one is not finite
     */
    public Estimate mean(double[] values) {
        Samples.check(values, 1, "mean");
        return of(values.length, rows -> {
            double sum = 0;
            for (int row : rows) {
                sum += values[row];
            }
            return sum / rows.length;
        });
    }

    /**
     * A statistic of n independent rows. Draws whose statistic is NaN are left out; if fewer than half remain, or there
     * is one row alone, the interval is (−∞, ∞). O(resamples) evaluations.
     *
     * @param size n, at least 1
     * @throws IllegalArgumentException if n is below 1 or the statistic of all rows is not finite
     */
    public Estimate of(int size, Statistic statistic) {
        if (size < 1) {
            throw new IllegalArgumentException("a bootstrap needs at least one row, not " + size);
        }
        double value = statistic.of(IntStream.range(0, size).toArray());
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("the statistic of all " + size + " rows is " + value
                    + "; a bootstrap needs a finite one");
        }
        if (size == 1) {
            return Estimate.unbounded(value);
        }
        double[] draws = draws(size, statistic);
        if (draws.length < resamples / 2) {
            return Estimate.unbounded(value);
        }
        double tail = (1 - Estimate.LEVEL) / 2;
        if (method == Method.PERCENTILE) {
            return new Estimate(value, quantile(draws, tail), quantile(draws, 1 - tail));
        }
        NormalDistribution normal = NormalDistribution.of(0, 1);
        double bias = normal.inverseCumulativeProbability(shareBelow(draws, value));
        double acceleration = acceleration(size, statistic);
        double z = normal.inverseCumulativeProbability(tail);
        return new Estimate(value,
                quantile(draws, shifted(normal, bias, acceleration, z)),
                quantile(draws, shifted(normal, bias, acceleration, -z)));
    }

    private double[] draws(int size, Statistic statistic) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] draws = new double[resamples];
        int[] rows = new int[size];
        for (int b = 0; b < resamples; b++) {
            for (int i = 0; i < size; i++) {
                rows[i] = random.nextInt(size);
            }
            draws[b] = statistic.of(rows);
        }
        return Arrays.stream(draws).filter(draw -> !Double.isNaN(draw)).sorted().toArray();
    }

    /**
     * The share of draws below the value, where ties count half, kept away from 0 and 1, where the normal quantile is
     * infinite.
     */
    private static double shareBelow(double[] draws, double value) {
        double below = 0;
        for (double draw : draws) {
            below += draw < value ? 1 : draw == value ? 0.5 : 0;
        }
        double least = 0.5 / draws.length;
        return Math.min(1 - least, Math.max(least, below / draws.length));
    }

    private static double shifted(NormalDistribution normal, double bias, double acceleration, double z) {
        double shift = bias + z;
        return normal.cumulativeProbability(bias + shift / (1 - acceleration * shift));
    }

    /** a = Σ(θ̄ − θ₍ᵢ₎)³ / 6(Σ(θ̄ − θ₍ᵢ₎)²)^{3/2} over deletions of a group; 0 where deletions change nothing. */
    private static double acceleration(int size, Statistic statistic) {
        int groups = Math.min(size, JACKKNIFE_GROUPS);
        double[] deleted = new double[groups];
        for (int g = 0; g < groups; g++) {
            int group = g;
            deleted[g] = statistic.of(IntStream.range(0, size).filter(i -> i % groups != group).toArray());
        }
        double mean = Arrays.stream(deleted).average().orElseThrow();
        double squares = 0;
        double cubes = 0;
        for (double without : deleted) {
            double influence = mean - without;
            squares += influence * influence;
            cubes += influence * influence * influence;
        }
        double acceleration = cubes / (6 * Math.pow(squares, 1.5));
        return Double.isFinite(acceleration) ? acceleration : 0;
    }

    private static double quantile(double[] sorted, double share) {
        return Quantiles.ofSorted(sorted, share);
    }
}
