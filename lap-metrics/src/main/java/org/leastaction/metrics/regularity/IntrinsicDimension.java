package org.leastaction.metrics.regularity;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.leastaction.metrics.Estimate;

/**
 * The intrinsic dimension of points, from the ratio of the distances of each point to its two nearest
 * (Facco et al. 2017, 'TwoNN'): (m)/Σ ln(r₂/r₁).
 *
 * <p>Nearest neighbours come in pairs, so the interval counts half of the ratios as independent. Points near the edge
 * of the set, which are most points in more than a few dimensions, bias the estimate downwards; the interval does not
 * account for that.
 */
public final class IntrinsicDimension {

    private IntrinsicDimension() {}

    /**
     * The dimension of points whose pairwise distances are known. O(m²).
     *
     * @return at least 0; [0, ∞] with value 0 where fewer than 3 distinct points do not determine it
     */
    public static Estimate of(PairIncrements pairs) {
        int m = pairs.points();
        double[] first = new double[m];
        double[] second = new double[m];
        Arrays.fill(first, Double.POSITIVE_INFINITY);
        Arrays.fill(second, Double.POSITIVE_INFINITY);
        for (int i = 1; i < m; i++) {
            double[] distances = pairs.distances(i);
            for (int j = 0; j < i; j++) {
                if (distances[j] > 0) {
                    note(first, second, i, distances[j]);
                    note(first, second, j, distances[j]);
                }
            }
        }
        double sum = 0;
        int used = 0;
        for (int i = 0; i < m; i++) {
            if (second[i] < Double.POSITIVE_INFINITY) {
                sum += Math.log(second[i] / first[i]);
                used++;
            }
        }
        if (!(sum > 0)) {
            return new Estimate(0, 0, Double.POSITIVE_INFINITY);
        }
        ChiSquaredDistribution distribution = ChiSquaredDistribution.of(used);
        double tail = (1 - Estimate.LEVEL) / 2;
        return new Estimate(used / sum,
                distribution.inverseCumulativeProbability(tail) / sum,
                distribution.inverseCumulativeProbability(1 - tail) / sum);
    }

    private static void note(double[] first, double[] second, int point, double distance) {
        if (distance < first[point]) {
            second[point] = first[point];
            first[point] = distance;
        } else if (distance < second[point]) {
            second[point] = distance;
        }
    }
}
