package org.leastaction.bench.detect;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.leastaction.metrics.Estimate;
import org.leastaction.metrics.detection.RocCurve;
import org.leastaction.metrics.statistics.Bootstrap;

/**
 * How well each detector separates each kind of abnormal inputs from clean ones.
 *
 * @param accuracy       accuracy of the network on all samples
 * @param fittedClean    number of clean inputs to which the detectors were fitted
 * @param fittedAttacked number of attacked ones to which the transport detector was fitted
 * @param shrinkage      share of the identity in the covariance of the Mahalanobis distance
 * @param kinds          the kinds of abnormal inputs: attacks, then other data
 * @param contributions  the features that matter the most to the transport detector, the first ten, with their shares
 */
public record DetectionResult(
        Estimate accuracy, int fittedClean, int fittedAttacked, double shrinkage, List<Kind> kinds,
        List<Contribution> contributions) {

    public DetectionResult {
        kinds = List.copyOf(kinds);
        contributions = List.copyOf(contributions);
    }

    /** The share of a feature in the heights of all steps of the transport detector. */
    public record Contribution(String feature, double share) {}

    /** The relation of a kind of inputs to the transport detector. */
    public enum Familiarity {
        SEEN("seen"),
        UNSEEN("unseen"),
        OTHER_DATA("other data");

        private final String words;

        Familiarity(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    /**
     * Abnormal inputs of one kind.
     *
     * @param key      e.g. "apgd_ce_linf", or "ood"
     * @param title    e.g. "APGD-CE, L∞", or the name of the data
     * @param attacked number of inputs that were attacked; for other data, their number
     * @param curves   the curve of each detector; empty if there are too few abnormal inputs
     * @param reason   the reason for missing curves; empty if there are curves
     */
    public record Kind(String key, String title, Familiarity familiarity, int attacked,
            Map<Detector, RocCurve> curves, Optional<String> reason) {

        public Kind {
            curves = curves.isEmpty() ? Map.of() : new EnumMap<>(curves);
        }

        public boolean isMeasured() {
            return !curves.isEmpty();
        }

        /** The curve of a detector of a measured kind. */
        public RocCurve curve(Detector detector) {
            return Objects.requireNonNull(curves.get(detector), detector.title());
        }

        /** Area under the curve. */
        public Estimate area(Detector detector) {
            return curve(detector).area();
        }

        /** Share of clean inputs flagged where 95 % of the abnormal ones are. */
        public Estimate falsePositives(Detector detector, long seed) {
            return curve(detector).falsePositives(0.95, Bootstrap.defaults().withSeed(seed));
        }

        /** How much greater the area of the transport detector is than that of a peer. */
        public Estimate advantage(Detector peer) {
            return curve(Detector.TRANSPORT).areaMinus(curve(peer));
        }
    }
}
