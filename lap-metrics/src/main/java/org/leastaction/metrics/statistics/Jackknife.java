package org.leastaction.metrics.statistics;

import java.util.Arrays;
import org.leastaction.metrics.Estimate;

/** Intervals from the values of a smooth statistic without each of several groups of equally many rows (Tukey 1958). */
public final class Jackknife {

    private Jackknife() {}

    /**
     * θ̂ ± t<sub>0.975, g−1</sub> · √((g − 1)/g Σ(θ₍ᵢ₎ − θ̄)²).
     *
     * @param value   θ̂, of all rows
     * @param without θ₍ᵢ₎, g ≥ 2 finite numbers: the statistic without the rows of group i
     * @throws IllegalArgumentException for fewer than 2 groups or numbers that are not finite
     */
    public static Estimate of(double value, double[] without) {
        Samples.check(without, 2, "jackknife");
        int groups = without.length;
        double mean = Arrays.stream(without).average().orElseThrow();
        double squares = Arrays.stream(without).map(one -> (one - mean) * (one - mean)).sum();
        double half = StudentT.quantile(groups - 1) * Math.sqrt(squares * (groups - 1) / groups);
        return new Estimate(value, value - half, value + half);
    }
}
