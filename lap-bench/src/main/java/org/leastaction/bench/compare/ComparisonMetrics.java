package org.leastaction.bench.compare;

import java.util.List;
import org.leastaction.metrics.definition.MetricDefinition;
import org.leastaction.metrics.definition.MetricProvider;

/** The quantities that belong to a pair of models. */
public final class ComparisonMetrics implements MetricProvider {

    private static final String GROUP = "comparison";
    public static final MetricDefinition COST_RATIO = MetricDefinition.of(GROUP, "cost_ratio", "ratio of costs")
            .formula("`transport_cost` of the second over that of the first; of `transport_cost_elementwise` if their"
                    + " segments differ in dimension")
            .unit("> 0").interval("bootstrap over samples, BC_a; Student over pairs of seeds, of the logarithm")
            .reference("the definition").cost("n · 1,000 resamples")
            .caveat("the states of two networks need not have the same unit of length: a network that scales its"
                    + " encoding by 2 has 4 times the cost");
    public static final MetricDefinition COST_SHARE_DEPTH =
            MetricDefinition.of(GROUP, "cost_share_depth", "share of the cost by depth").heading("share of", "the cost")
                    .formula("the blocks' part of `transport_cost` in each of min(K, K′) equal parts of the depth, over"
                            + " the total; a block that lies in several parts is divided among them")
                    .unit("share, [0, 1]").interval("bootstrap over samples, BC_a; Student over seeds")
                    .reference("the definition").cost("n·K · 1,000 resamples")
                    .caveat("the depth of a block is its number over K, whatever it costs to compute");
    public static final MetricDefinition COST_RANK_CORRELATION =
            MetricDefinition.of(GROUP, "cost_rank_correlation", "rank correlation of costs")
                    .formula("Spearman's correlation of Σ_k ‖v_k(x_kⁱ)‖² of both networks over samples")
                    .unit("[−1, 1]").interval("bootstrap over samples, BC_a, of the correlation of the ranks")
                    .reference("Spearman 1904").cost("n log n + n · 1,000 resamples")
                    .caveat("1: the networks agree which samples move far, however far");
    public static final MetricDefinition AGREEMENT = MetricDefinition.of(GROUP, "agreement", "agreement")
            .formula("share of samples to which both networks give the same class").unit("share, [0, 1]")
            .interval("Wilson").reference("the definition").cost("n · classes")
            .caveat("correct or not; two accurate networks agree often in any case");
    public static final MetricDefinition CKA_DEPTH = MetricDefinition.of(GROUP, "cka_depth", "CKA by depth")
            .heading("CKA", "")
            .formula("‖XᵀY‖² / (‖XᵀX‖ ‖YᵀY‖) in Frobenius norms, X and Y the centred states of both networks before the"
                    + " first block and at the end of each part of the depth")
            .unit("[0, 1]").interval("jackknife over 20 groups of samples; Student over pairs of seeds")
            .reference("Kornblith et al. 2019").cost("n²·d per state")
            .caveat("biased upwards, to 1 for d far above n: see `cka_debiased_depth`");
    public static final MetricDefinition CKA_DEBIASED_DEPTH =
            MetricDefinition.of(GROUP, "cka_debiased_depth", "debiased CKA by depth")
                    .heading("CKA", "debiased")
                    .formula(
                            "`cka_depth` with the unbiased estimator of HSIC, from the Gram matrices XXᵀ and YYᵀ"
                                    + " without their diagonals")
                    .unit("at most 1").interval("as `cka_depth`")
                    .reference("Song et al. 2012; Nguyen et al. 2021").cost("as `cka_depth`")
                    .caveat("about 0 for unrelated states, and may be a little below; `null` for fewer than 4 samples");
    public static final MetricDefinition CKA_STATES =
            MetricDefinition.of(GROUP, "cka_states", "CKA of all states")
                    .formula("`cka_debiased_depth` of every state of the first network (rows) with every state of the"
                            + " second (columns)")
                    .unit("at most 1").reference("as `cka_debiased_depth`").cost("n² per pair of states")
                    .caveat("as `cka_debiased_depth`");
    public static final MetricDefinition PROCRUSTES_DEPTH =
            MetricDefinition.of(GROUP, "procrustes_depth", "Procrustes distance by depth")
                    .heading("Procrustes", "distance")
                    .formula(
                            "min over orthogonal Q of ‖X − YQ‖ = √(2 − 2‖XᵀY‖_*), X and Y as for `cka_depth` and scaled"
                                    + " to Frobenius norm 1")
                    .unit("[0, √2]").interval("Student over pairs of seeds")
                    .reference("Ding et al. 2021; Williams et al. 2021").cost("n³ per pair of states, for n ≤ 500")
                    .caveat("0: equal up to a rotation, a shift and a scale; biased downwards for d above n, since few"
                            + " points are easily rotated onto one another; below 10⁻⁶ it is 0");

    @Override
    public List<MetricDefinition> metrics() {
        return List.of(COST_RATIO, COST_SHARE_DEPTH, COST_RANK_CORRELATION, AGREEMENT, CKA_DEPTH, CKA_DEBIASED_DEPTH,
                CKA_STATES, PROCRUSTES_DEPTH);
    }
}
