package org.leastaction.metrics.accuracy;

import org.leastaction.metrics.Estimate;
import org.leastaction.metrics.statistics.Wilson;

/** The share of samples whose true class is among the k most probable. */
public final class TopK {

    private TopK() {}

    /**
     * Top-k accuracy with Wilson's interval; k = 1 is the accuracy. O(n · classes).
     *
     * @param k in [1, classes)
     * @throws IllegalArgumentException for k outside this range: with k = classes every sample counts as correct
     */
    public static Estimate accuracy(Predictions predictions, int k) {
        if (k < 1 || k >= predictions.classes()) {
            throw new IllegalArgumentException("top-" + k + " of " + predictions.classes()
                    + " classes says nothing: k must be at least 1 and below the number of classes");
        }
        int right = 0;
        for (int i = 0; i < predictions.size(); i++) {
            right += predictions.rank(i) < k ? 1 : 0;
        }
        return Wilson.interval(right, predictions.size());
    }
}
