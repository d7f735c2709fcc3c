package org.leastaction.metrics.accuracy;

import org.leastaction.metrics.Estimate;
import org.leastaction.metrics.statistics.Bootstrap;

/** The negative log-likelihood of the true labels. */
final class Likelihood {

    private Likelihood() {}

    /**
     * (1/n) Σ −ln p(labelᵢ), in nats, with a bootstrap interval over samples. O(resamples · n).
     *
     * @return [∞, ∞] with value ∞ if a true label has probability 0: the mean is then infinite for any larger sample
     */
    public static Estimate negativeLog(Predictions predictions, Bootstrap bootstrap) {
        double[] losses = new double[predictions.size()];
        for (int i = 0; i < losses.length; i++) {
            losses[i] = Math.max(0, -predictions.logLikelihood(i));
            if (losses[i] == Double.POSITIVE_INFINITY) {
                return Estimate.exact(Double.POSITIVE_INFINITY);
            }
        }
        return bootstrap.mean(losses);
    }
}
