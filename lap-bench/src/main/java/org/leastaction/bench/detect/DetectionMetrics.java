package org.leastaction.bench.detect;

import java.util.List;
import java.util.stream.Stream;
import org.leastaction.metrics.definition.MetricDefinition;
import org.leastaction.metrics.definition.MetricDefinition.Compared;
import org.leastaction.metrics.definition.MetricProvider;

/** The declarations of the numbers of {@code lap detect}, which no analysis has. */
public final class DetectionMetrics implements MetricProvider {

    private static final String GROUP = "detect";

    public static final MetricDefinition AREA = MetricDefinition.of(GROUP, "roc_area", "area under the ROC curve")
            .symbol("AUC").moreIsBetter()
            .meaning("probability that an abnormal input has a greater score than a clean one")
            .formula(
                    "Mann–Whitney: share of pairs of an abnormal and a clean input whose scores are in this order, ties"
                            + " half; by kind of abnormal inputs, for the detectors `transport` (boosted stumps on ln"
                            + " ‖v‖, ln(‖v‖/‖x‖), cos(v, 1), cos(v, x), cos(v, v of the block before) of every block,"
                            + " fitted to clean inputs and those of one attack), `max_softmax` (−ln of the greatest"
                            + " probability) and `mahalanobis` (squared distance of x_K to the nearest class mean,"
                            + " shared covariance with the shrinkage of Ledoit and Wolf)")
            .unit("[0, 1]; 0.5 is chance").interval("DeLong on the logit scale; Newcombe's where it is 0 or 1")
            .reference("Karkar et al. 2023; DeLong et al. 1988; Lee et al. 2018; Ledoit and Wolf 2004")
            .cost("the attacks on all samples, and one pass for each kind; n² · d for the Mahalanobis distance")
            .caveat("attacks that do not know the detector; an attack on network and detector together may evade it");
    public static final MetricDefinition FALSE_POSITIVES =
            MetricDefinition.of(GROUP, "false_positives_at_95", "clean inputs flagged").symbol("FPR95").lessIsBetter()
                    .meaning("share of clean inputs flagged where 95 % of the abnormal ones are")
                    .formula(
                            "share of clean inputs whose score reaches the greatest threshold that 95 % of the abnormal"
                                    + " ones reach")
                    .unit("[0, 1]").interval("bootstrap of clean and abnormal inputs")
                    .reference("Hendrycks and Gimpel 2017");
    public static final MetricDefinition ADVANTAGE =
            MetricDefinition.of(GROUP, "roc_area_advantage", "advantage over a peer").moreIsBetter()
                    .formula("`roc_area` of the transport detector minus that of a peer on the same inputs")
                    .unit("[−1, 1]").interval("DeLong, correlated curves").reference("DeLong et al. 1988");
    public static final MetricDefinition ACCURACY =
            MetricDefinition.of(GROUP, "detected_accuracy", "accuracy of the network").moreIsBetter()
                    .formula("accuracy on all samples of `lap detect`; only inputs classified correctly are attacked")
                    .unit("[0, 1]").interval("Wilson").compared(Compared.NONE);
    public static final MetricDefinition CLEAN = MetricDefinition.of(GROUP, "fitted_clean", "clean inputs fitted")
            .formula("number of clean inputs to which detectors are fitted").unit("count").compared(Compared.NONE);
    public static final MetricDefinition ATTACKED =
            MetricDefinition.of(GROUP, "fitted_attacked", "attacked inputs fitted")
                    .formula("number of attacked inputs to which the transport detector is fitted").unit("count")
                    .compared(Compared.NONE);
    public static final MetricDefinition SHRINKAGE = MetricDefinition.of(GROUP, "covariance_shrinkage", "shrinkage")
            .formula("share ρ of the identity in the covariance (1 − ρ)S + ρ·(tr S/d)·I").unit("[0, 1]")
            .reference("Ledoit and Wolf 2004").compared(Compared.NONE);
    public static final MetricDefinition CONTRIBUTIONS =
            MetricDefinition.of(GROUP, "feature_contributions", "features of the transport detector")
                    .formula(
                            "table: for the ten features with the greatest sums of step heights, their share of the sum"
                                    + " of all")
                    .unit("[0, 1]").compared(Compared.NONE)
                    .caveat("features are correlated: one may stand for others");

    @Override
    public List<MetricDefinition> metrics() {
        return Stream.of(AREA, FALSE_POSITIVES, ADVANTAGE, ACCURACY, CLEAN, ATTACKED, SHRINKAGE, CONTRIBUTIONS)
                .map(MetricDefinition::optional).toList();
    }
}
