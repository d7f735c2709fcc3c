package org.leastaction.metrics.statistics;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Holm's correction (1979) of the p values of several hypotheses that are tested together. */
public final class Holm {

    private Holm() {}

    /**
     * Adjusted p values: if those below α are rejected, the probability of any wrong rejection is below α, however the
     * tests depend on one another. O(m log m).
     *
     * @param pValues m values in [0, 1]
     * @return one for each, at least as great, at most 1
     * @throws IllegalArgumentException for a value outside [0, 1]
     */
    public static double[] adjusted(double[] pValues) {
        int m = pValues.length;
        for (double p : pValues) {
            if (!(p >= 0 && p <= 1)) {
                throw new IllegalArgumentException("a p value lies in [0, 1], not " + p);
            }
        }
        int[] ascending = IntStream.range(0, m).boxed().sorted(Comparator.comparingDouble(i -> pValues[i]))
                .mapToInt(Integer::intValue).toArray();
        double[] adjusted = new double[m];
        double greatest = 0;
        for (int rank = 0; rank < m; rank++) {
            greatest = Math.max(greatest, Math.min(1, (m - rank) * pValues[ascending[rank]]));
            adjusted[ascending[rank]] = greatest;
        }
        return adjusted;
    }
}
