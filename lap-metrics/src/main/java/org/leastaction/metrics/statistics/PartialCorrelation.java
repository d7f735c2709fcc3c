package org.leastaction.metrics.statistics;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.statistics.distribution.TDistribution;
import org.leastaction.metrics.Estimate;

/**
 * Correlation of two quantities within groups: both are centred on the mean of their group, so that differences between
 * groups, for example in initialisation, do not contribute.
 *
 * @param size        pairs in groups of at least 2
 * @param groups      g, number of such groups
 * @param correlation r of the residuals with Fisher's interval at n − g − 2 degrees; (−1, 1) where there are none
 * @param slope       of y on x within groups, with Student's interval at n − g − 1 degrees
 * @param pValue      of the hypothesis 'no correlation within groups', two-sided
 */
public record PartialCorrelation(int size, int groups, Estimate correlation, Estimate slope, double pValue) {

    private static final double NORMAL_QUANTILE = 1.959963984540054;

    /**
     * Correlates within groups. Groups of a single pair are ignored. O(n).
     *
     * @param x      n finite numbers, not constant within every group
     * @param y      n finite numbers
     * @param groups n keys, for example initialisations; compared by equals
     * @throws IllegalArgumentException for unequal lengths, numbers that are not finite, fewer than g + 2 pairs in g
     *                                  groups of at least 2, or x constant within every group
     */
    public static PartialCorrelation given(List<?> groups, double[] x, double[] y) {
        Samples.checkSameLength(x, y);
        Samples.check(x, 3, "partial correlation, x");
        Samples.check(y, 3, "partial correlation, y");
        if (groups.size() != x.length) {
            throw new IllegalArgumentException(groups.size() + " groups for " + x.length + " pairs");
        }
        Map<Object, double[]> sums = new LinkedHashMap<>();
        for (int i = 0; i < x.length; i++) {
            double[] sum = sums.computeIfAbsent(Objects.requireNonNull(groups.get(i)), group -> new double[3]);
            sum[0]++;
            sum[1] += x[i];
            sum[2] += y[i];
        }
        sums.values().removeIf(sum -> sum[0] < 2);
        int size = (int) sums.values().stream().mapToDouble(sum -> sum[0]).sum();
        int freedom = size - sums.size() - 1;
        if (freedom < 1) {
            throw new IllegalArgumentException("a partial correlation given " + sums.size()
                    + " groups of at least 2 needs at least " + (sums.size() + 2)
                    + " pairs in them, there are " + size);
        }
        double xx = 0;
        double yy = 0;
        double xy = 0;
        for (int i = 0; i < x.length; i++) {
            double[] sum = sums.get(groups.get(i));
            if (sum != null) {
                double dx = x[i] - sum[1] / sum[0];
                double dy = y[i] - sum[2] / sum[0];
                xx += dx * dx;
                yy += dy * dy;
                xy += dx * dy;
            }
        }
        if (!(xx > 0)) {
            throw new IllegalArgumentException("a partial correlation needs x that differs within a group");
        }
        double r = yy == 0 ? 0 : Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
        double slope = xy / xx;
        double half = StudentT.quantile(freedom) * Math.sqrt(Math.max(0, yy - slope * xy) / freedom / xx);
        return new PartialCorrelation(size, sums.size(), fisher(r, freedom - 1),
                new Estimate(slope, slope - half, slope + half), pValue(r, freedom));
    }

    private static Estimate fisher(double r, int freedom) {
        if (Math.abs(r) == 1) {
            return Estimate.exact(r);
        }
        if (freedom < 1) {
            return new Estimate(r, -1, 1);
        }
        double z = 0.5 * Math.log((1 + r) / (1 - r));
        double half = NORMAL_QUANTILE / Math.sqrt(freedom);
        return new Estimate(r, Math.tanh(z - half), Math.tanh(z + half));
    }

    private static double pValue(double r, int freedom) {
        if (Math.abs(r) == 1) {
            return 0;
        }
        double t = r * Math.sqrt(freedom / (1 - r * r));
        return 2 * TDistribution.of(freedom).cumulativeProbability(-Math.abs(t));
    }
}
