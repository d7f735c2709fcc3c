package org.leastaction.metrics.statistics;

import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.Variance;
import org.apache.commons.statistics.distribution.TDistribution;
import org.apache.commons.statistics.inference.TTest;
import org.leastaction.metrics.Estimate;

/** Student's interval for the mean of independent, roughly normal values: the interval of every table. */
public final class StudentT {

    private StudentT() {}

    /**
     * x̄ with x̄ ± t<sub>0.975, n−1</sub> · s/√n, s² the unbiased variance. One value alone gives (−∞, ∞).
     *
     * @param values n finite numbers, n ≥ 1
     * @throws IllegalArgumentException if there is none or one is not finite
     */
    public static Estimate mean(double[] values) {
        Samples.check(values, 1, "mean");
        double mean = Mean.of(values).getAsDouble();
        if (values.length == 1) {
            return Estimate.unbounded(mean);
        }
        double half = quantile(values.length - 1) * Math.sqrt(Variance.of(values).getAsDouble() / values.length);
        return new Estimate(mean, mean - half, mean + half);
    }

    /**
     * The difference of two means of independent values, first − second, with Welch's interval for unequal variances.
     *
     * @param first  n ≥ 2 finite numbers
     * @param second m ≥ 2 finite numbers
     * @throws IllegalArgumentException for fewer than 2 values or numbers that are not finite
     */
    public static Estimate difference(double[] first, double[] second) {
        Samples.check(first, 2, "difference of means, first");
        Samples.check(second, 2, "difference of means, second");
        double difference = Mean.of(first).getAsDouble() - Mean.of(second).getAsDouble();
        double variance = Variance.of(first).getAsDouble() / first.length
                + Variance.of(second).getAsDouble() / second.length;
        if (variance == 0) {
            return Estimate.exact(difference);
        }
        double freedom = TTest.withDefaults().test(first, second).getDegreesOfFreedom();
        double half = quantile(freedom) * Math.sqrt(variance);
        return new Estimate(difference, difference - half, difference + half);
    }

    /** The two-sided quantile t<sub>(1 + level)/2, ν</sub> at the level of an {@link Estimate}. */
    static double quantile(double degreesOfFreedom) {
        return TDistribution.of(degreesOfFreedom).inverseCumulativeProbability((1 + Estimate.LEVEL) / 2);
    }
}
