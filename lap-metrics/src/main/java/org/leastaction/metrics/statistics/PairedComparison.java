package org.leastaction.metrics.statistics;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeSet;
import org.apache.commons.statistics.inference.TTest;
import org.leastaction.metrics.Estimate;

/**
 * Two methods on the same seeds, so that the variation due to the seed cancels in the difference.
 *
 * @param pairs      n, at least 2
 * @param difference mean of first − second with Student's interval
 * @param pValue     of the hypothesis 'mean difference 0', two-sided paired t test
 * @param wins       pairs in which the first is greater
 * @param losses     pairs in which the second is greater
 */
public record PairedComparison(int pairs, Estimate difference, double pValue, int wins, int losses) {

    /**
     * Compares value by value.
     *
     * @param first  n finite numbers
     * @param second n finite numbers, in the same order of seeds
     * @throws IllegalArgumentException for fewer than 2 pairs, unequal lengths or numbers that are not finite
     */
    public static PairedComparison of(double[] first, double[] second) {
        Samples.checkSameLength(first, second);
        Samples.check(first, 2, "paired comparison, first");
        Samples.check(second, 2, "paired comparison, second");
        double[] differences = new double[first.length];
        int wins = 0;
        int losses = 0;
        for (int i = 0; i < first.length; i++) {
            differences[i] = first[i] - second[i];
            wins += first[i] > second[i] ? 1 : 0;
            losses += first[i] < second[i] ? 1 : 0;
        }
        return new PairedComparison(first.length, StudentT.mean(differences), pValue(differences), wins, losses);
    }

    /**
     * Compares on the seeds that both have; others are left out.
     *
     * @param first  value by seed
     * @param second value by seed
     * @throws IllegalArgumentException for fewer than 2 common seeds or numbers that are not finite
     */
    public static PairedComparison bySeed(Map<Long, Double> first, Map<Long, Double> second) {
        TreeSet<Long> common = new TreeSet<>(first.keySet());
        common.retainAll(second.keySet());
        return of(common.stream().mapToDouble(first::get).toArray(),
                common.stream().mapToDouble(second::get).toArray());
    }

    private static double pValue(double[] differences) {
        if (Arrays.stream(differences).allMatch(difference -> difference == differences[0])) {
            return differences[0] == 0 ? 1 : 0;
        }
        return TTest.withDefaults().test(differences).getPValue();
    }
}
