package org.leastaction.metrics.accuracy;

import java.util.Optional;
import org.leastaction.metrics.Estimate;
import org.leastaction.metrics.statistics.Bootstrap;

/**
 * All measures of this package.
 *
 * @param accuracy share of samples classified correctly, Wilson
 * @param top5     share whose true class is among the five most probable, Wilson; empty with fewer than 6 classes
 * @param nll      mean −ln p(label), nats, bootstrap; infinite if a true label has probability 0
 * @param ece      expected calibration error over 15 bins, bootstrap
 * @param margin   mean of p(label) − greatest other p, bootstrap
 */
public record ClassificationQuality(
        Estimate accuracy, Optional<Estimate> top5, Estimate nll, Estimate ece, Estimate margin) {

    private static final int TOP = 5;

    /** Measures all. O(resamples · n + n · classes). */
    public static ClassificationQuality of(Predictions predictions, Bootstrap bootstrap) {
        return new ClassificationQuality(
                TopK.accuracy(predictions, 1),
                predictions.classes() > TOP ? Optional.of(TopK.accuracy(predictions, TOP)) : Optional.empty(),
                Likelihood.negativeLog(predictions, bootstrap),
                Calibration.expectedError(predictions, Calibration.USUAL_BINS, bootstrap),
                Margin.mean(predictions, bootstrap));
    }
}
