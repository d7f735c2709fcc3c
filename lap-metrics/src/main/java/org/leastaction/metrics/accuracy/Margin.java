package org.leastaction.metrics.accuracy;

import org.leastaction.metrics.Estimate;
import org.leastaction.metrics.statistics.Bootstrap;

/** The margin between the true class and the most probable other class. */
public final class Margin {

    private Margin() {}

    /** p(label) − max over other classes of p, for every sample: n numbers in [−1, 1]. O(n · classes). */
    public static double[] perSample(Predictions predictions) {
        double[] margins = new double[predictions.size()];
        for (int i = 0; i < margins.length; i++) {
            double best = Double.NEGATIVE_INFINITY;
            for (int c = 0; c < predictions.classes(); c++) {
                if (c != predictions.label(i)) {
                    best = Math.max(best, predictions.logProbability(i, c));
                }
            }
            double margin = Math.exp(predictions.logLikelihood(i)) - Math.exp(best);
            margins[i] = Math.min(1, Math.max(-1, margin));
        }
        return margins;
    }

    /** The mean margin with a bootstrap interval over samples. O(resamples · n). */
    public static Estimate mean(Predictions predictions, Bootstrap bootstrap) {
        return bootstrap.mean(perSample(predictions));
    }
}
