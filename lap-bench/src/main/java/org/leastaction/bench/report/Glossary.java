package org.leastaction.bench.report;

import java.util.Map;

/** A short description of every key of an analysis; {@code docs/definitions.md} has the formulas. */
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
            Map.entry("gap_points", "samples for which optimal transport was sought"),
            Map.entry("gap_displacement", "D of these samples"),
            Map.entry("lipschitz_pairs", "largest ‖T(x) − T(y)‖ / ‖x − y‖"),
            Map.entry("holder_exponent", "η of ‖T(x) − T(y)‖ ≤ M‖x − y‖^η"),
            Map.entry("holder_constant", "M of the same bound"),
            Map.entry("holder_points", "points behind this fit"),
            Map.entry("lipschitz_jacobian", "largest ‖J‖ at samples, J the Jacobian of T"),
            Map.entry("lipschitz_jacobian_mean", "mean ‖J‖ at samples"),
            Map.entry("jacobian_min_singular", "least σ_min of J at samples"),
            Map.entry("jacobian_min_singular_mean", "mean σ_min of J at samples"),
            Map.entry("jacobian_min_singular_residual", "a singular value lies this near, median"),
            Map.entry("jacobian_asymmetry", "mean ‖J − J′‖ / 2‖J‖, J′ the transpose; 0 for an optimal map"),
            Map.entry("jacobian_asymmetry_error", "of it, from the drawing of probes"),
            Map.entry("jacobian_min_eigenvalue", "least of (J + J′)/2; ≥ 0 for an optimal map"),
            Map.entry("jacobian_min_eigenvalue_residual", "an eigenvalue lies this near, median"),
            Map.entry("jacobian_negative_fraction", "share of samples where it is below 0 for certain"),
            Map.entry("jacobian_points", "samples where J was measured"),
            Map.entry("jacobian_path_points", "samples where each block's J was measured"),
            Map.entry("residue_contraction_blocks", "blocks with ‖Dv‖ < 1 at all of these"),
            Map.entry("holder_within_exponent", "η over pairs of one class"),
            Map.entry("holder_within_constant", "M of the same bound"),
            Map.entry("holder_across_exponent", "η over pairs of two classes"),
            Map.entry("holder_across_constant", "M of the same bound"),
            Map.entry("holder_epsilon", "a of ‖T(x) − T(y)‖ ≤ a + M‖x − y‖^η"),
            Map.entry("holder_epsilon_exponent", "η beside this a"),
            Map.entry("holder_epsilon_constant", "M beside this a"),
            Map.entry("singular_fraction", "share of samples torn from a neighbour"),
            Map.entry("intrinsic_dimension", "dimensions that the samples fill"),
            Map.entry("block_points", "samples followed through the blocks"),
            Map.entry("frontier_dimension", "of the frontier between classes before T"),
            Map.entry("frontier_dimension_transported", "of the frontier after T"),
            Map.entry("frontier_sample_dimension", "of the samples, at the same scales"),
            Map.entry("frontier_sample_dimension_transported", "of their images"),
            Map.entry("robust_accuracy_linf", "mean accuracy over the radii of PGD in L∞"),
            Map.entry("robust_accuracy_l2", "mean accuracy over the radii of PGD in L2"),
            Map.entry("noise_accuracy_gaussian", "mean accuracy over Gaussian noise"),
            Map.entry("noise_accuracy_uniform", "mean accuracy over uniform noise"),
            Map.entry("certified_radius_estimate", "mean L2 radius if no gradient is steeper; no certificate"),
            Map.entry("loss_lipschitz", "steepest gradient of the loss that was seen"),
            Map.entry("attack_points", "inputs under attack"),
            Map.entry("noise_points", "inputs under noise"),
            Map.entry("entropic_divergence", "debiased Sinkhorn divergence"),
            Map.entry("entropic_gap", "D less this divergence"),
            Map.entry("sliced_w2", "sliced W₂"));

    private Glossary() {}

    /** The description of a key; empty if it is unknown. */
    static String meaning(String key) {
        return MEANINGS.getOrDefault(key, "");
    }
}
