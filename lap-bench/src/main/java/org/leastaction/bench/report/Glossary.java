package org.leastaction.bench.report;

import java.util.Map;

/** A few words for every key of an analysis; {@code docs/definitions.md} has the formulas. */
final class Glossary {

    private static final Map<String, String> MEANINGS = Map.ofEntries(
            Map.entry("accuracy", "share of points classified rightly"),
            Map.entry("top5", "share whose class is among the five likeliest"),
            Map.entry("nll", "mean negative log-likelihood, nats"),
            Map.entry("ece", "expected calibration error"),
            Map.entry("margin", "mean margin between the right class and the next"),
            Map.entry("transport_cost", "Σ‖v‖² over blocks, mean over points"),
            Map.entry("transport_cost_elementwise", "the same, mean over elements too"),
            Map.entry("action", "number of blocks times transport cost"),
            Map.entry("displacement", "D: mean ‖T(x) − x‖²"),
            Map.entry("straightness", "D / action; 1 for straight paths at constant speed"),
            Map.entry("w2_squared", "W₂² between points and images"),
            Map.entry("dual_bound", "value of a feasible dual: W₂² is not less"),
            Map.entry("certificate_gap", "W₂² less its dual bound"),
            Map.entry("ot_gap", "D − W₂²; 0 for an optimal map"),
            Map.entry("ot_gap_relative", "gap / D"),
            Map.entry("epsilon_sup", "largest distance to the optimal image"),
            Map.entry("epsilon_rms", "root mean square distance to the optimal image"),
            Map.entry("reassigned_fraction", "share that the optimal map sends elsewhere"),
            Map.entry("gelbrich_lower_bound", "from means and covariances: W₂² is not less"),
            Map.entry("monotonicity_violations", "share of pairs that turn against each other"),
            Map.entry("lipschitz_pairs", "largest ‖T(x) − T(y)‖ / ‖x − y‖"),
            Map.entry("holder_exponent", "η of ‖T(x) − T(y)‖ ≤ M‖x − y‖^η"),
            Map.entry("holder_constant", "M of the same bound"),
            Map.entry("holder_points", "points behind this fit"),
            Map.entry("entropic_divergence", "debiased Sinkhorn divergence"),
            Map.entry("entropic_gap", "D less this divergence"),
            Map.entry("sliced_w2", "sliced W₂"));

    private Glossary() {}

    /** What a key means; empty if it is not known here. */
    static String meaning(String key) {
        return MEANINGS.getOrDefault(key, "");
    }
}
