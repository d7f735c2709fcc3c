package org.leastaction.metrics.statistics;

import org.apache.commons.statistics.distribution.NormalDistribution;
import org.leastaction.metrics.Estimate;

/**
 * Wilson's score interval for a share of independent trials (Wilson 1927): accurate near 0 and 1, and always within [0,
 * 1].
 */
public final class Wilson {

    private Wilson() {}

    /**
     * p̂ = k/n with (p̂ + z²/2n ± z √(p̂(1 − p̂)/n + z²/4n²)) / (1 + z²/n), z = 1.96.
     *
     * @param successes k in [0, n]
     * @param trials    n, at least 1
     * @throws IllegalArgumentException for counts outside these ranges
     */
    public static Estimate interval(long successes, long trials) {
        if (trials < 1 || successes < 0 || successes > trials) {
            throw new IllegalArgumentException(
                    "a share needs at least one trial and 0 to n successes, not " + successes + " of " + trials);
        }
        double z = NormalDistribution.of(0, 1).inverseCumulativeProbability((1 + Estimate.LEVEL) / 2);
        double n = trials;
        double share = successes / n;
        double centre = (share + z * z / (2 * n)) / (1 + z * z / n);
        double half = z * Math.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n);
        // At k = 0 and k = n the end is exactly 0 or 1; rounding must not push the share outside.
        double low = successes == 0 ? 0 : centre - half;
        double high = successes == trials ? 1 : centre + half;
        return new Estimate(share, low, high);
    }
}
