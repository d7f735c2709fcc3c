package org.leastaction.metrics.regularity;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.leastaction.metrics.Estimate;
import org.leastaction.metrics.statistics.Quantiles;
import org.leastaction.metrics.statistics.SlopeSums;
import org.leastaction.metrics.statistics.Wilson;

/**
 * Local regularity around each sample, from its k nearest neighbours: shows where a map is discontinuous.
 *
 * <p>The local ratio of a sample is the greatest ‖T(x) − T(y)‖ / ‖x − y‖ over its neighbours; its local exponent is the
 * slope, clamped to [0, 1], of ln of the greatest increment so far over ln of the distance, from the nearest neighbour
 * outwards. A sample is <em>singular</em>, of the set A of Proposition 2, if its ratio is an outlier: its ln exceeds
 * the median by five standard deviations (1.4826 · median absolute deviation) and by ln {@value #LEAST_FACTOR}, so that
 * anisotropic but smooth maps are not marked. The set depends on the sample: with more points, a smaller share lies at
 * a discontinuity.
 *
 * @param neighbours k
 * @param rows       the samples' rows in the original points
 * @param ratios     local ratio of each, in [0, ∞]
 * @param exponents  local exponent of each, in [0, 1]; 1 where no neighbour's image differs
 * @param threshold  ratio above which a sample is singular
 */
public record LocalRegularity(
        int neighbours, List<Integer> rows, List<Double> ratios, List<Double> exponents, double threshold) {

    /** Usual number of neighbours. */
    public static final int USUAL_NEIGHBOURS = 10;

    private static final double DEVIATIONS = 5 * 1.4826;
    private static final int LEAST_FACTOR = 3;

    public LocalRegularity {
        rows = List.copyOf(rows);
        ratios = List.copyOf(ratios);
        exponents = List.copyOf(exponents);
    }

    /**
     * Measures around every sample. O(m² log m).
     *
     * @param neighbours k, at least 2; clamped to the number of other points
     * @throws IllegalArgumentException for fewer than 2 neighbours or 3 points
     */
    public static LocalRegularity of(PairIncrements pairs, int neighbours) {
        int m = pairs.points();
        if (neighbours < 2 || m < 3) {
            throw new IllegalArgumentException(
                    "local regularity needs 2 neighbours and 3 points at least, not " + neighbours + " and " + m);
        }
        int k = Math.min(neighbours, m - 1);
        double[] ratios = new double[m];
        double[] exponents = new double[m];
        for (int i = 0; i < m; i++) {
            int point = i;
            int[] nearest = IntStream.range(0, m).filter(j -> j != point && pairs.distance(point, j) > 0).boxed()
                    .sorted((a, b) -> Double.compare(pairs.distance(point, a), pairs.distance(point, b)))
                    .limit(k).mapToInt(Integer::intValue).toArray();
            ratios[i] = Arrays.stream(nearest)
                    .mapToDouble(j -> pairs.increment(point, j) / pairs.distance(point, j)).max().orElse(0);
            exponents[i] = exponent(pairs, point, nearest);
        }
        return new LocalRegularity(k,
                IntStream.range(0, m).mapToObj(pairs::row).toList(),
                Arrays.stream(ratios).boxed().toList(),
                Arrays.stream(exponents).boxed().toList(),
                threshold(ratios));
    }

    /** Whether the i-th sample is singular. */
    public boolean isSingular(int i) {
        return ratios.get(i) > threshold;
    }

    /** Share of samples that are singular, Wilson. */
    public Estimate singularFraction() {
        return Wilson.interval(IntStream.range(0, ratios.size()).filter(this::isSingular).count(), ratios.size());
    }

    /** A quantile of the local exponents; share in [0, 1]. */
    public double exponent(double share) {
        return Quantiles.ofSorted(exponents.stream().mapToDouble(Double::doubleValue).sorted().toArray(), share);
    }

    private static double exponent(PairIncrements pairs, int point, int[] nearest) {
        double greatest = 0;
        SlopeSums sums = new SlopeSums();
        for (int j : nearest) {
            greatest = Math.max(greatest, pairs.increment(point, j));
            if (greatest > 0) {
                sums.add(Math.log(pairs.distance(point, j)), Math.log(greatest));
            }
        }
        return sums.isDetermined() ? HolderBound.exponent(sums.slope()) : 1;
    }

    private static double threshold(double[] ratios) {
        double[] logs = Arrays.stream(ratios).filter(ratio -> ratio > 0).map(Math::log).sorted().toArray();
        if (logs.length == 0) {
            return Double.POSITIVE_INFINITY;
        }
        double median = Quantiles.ofSorted(logs, 0.5);
        double[] deviations = Arrays.stream(logs).map(log -> Math.abs(log - median)).sorted().toArray();
        double deviation = Quantiles.ofSorted(deviations, 0.5);
        return Math.exp(median + Math.max(Math.log(LEAST_FACTOR), DEVIATIONS * deviation));
    }
}
