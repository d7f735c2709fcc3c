package org.leastaction.bench.record;

import java.util.List;
import org.leastaction.metrics.definition.MetricDefinition;
import org.leastaction.metrics.definition.MetricDefinition.Compared;
import org.leastaction.metrics.definition.MetricProvider;

/** The declarations of the numbers of a training's curve, one number per epoch, which no analysis has. */
public final class CurveMetrics implements MetricProvider {

    private static final String GROUP = "training";

    public static final MetricDefinition CROSS_ENTROPY =
            MetricDefinition.of(GROUP, "epoch_cross_entropy", "cross entropy in training").lessIsBetter()
                    .formula(
                            "mean of −ln p of the class over the training points of the epoch, each in its batch, as"
                                    + " the weights were then")
                    .unit("nats").compared(Compared.NONE).caveat("on training points; `nll` is on held-out ones");
    public static final MetricDefinition TRANSPORT_COST =
            MetricDefinition.of(GROUP, "epoch_transport_cost", "transport cost in training")
                    .formula("mean over the batches of the epoch of the objective's term C: the transport cost in the"
                            + " objective's `normalisation`, elementwise for `vanilla` and `control`, or the term of"
                            + " another objective")
                    .unit("length², on the scale of the normalisation").compared(Compared.NONE)
                    .caveat("elementwise costs are those of a single element: `transport_cost_elementwise` of the"
                            + " training points, not `transport_cost`");
    public static final MetricDefinition LAMBDA = MetricDefinition.of(GROUP, "epoch_lambda", "λ in training")
            .symbol("λ").formula("λ of the objective at the end of the epoch").unit("> 0").compared(Compared.NONE)
            .caveat("the weight of the transport cost is λ for `fixed`, and 1/λ for the divided form of `lap`");
    public static final MetricDefinition TEST_ACCURACY =
            MetricDefinition.of(GROUP, "epoch_test_accuracy", "test accuracy in training").moreIsBetter()
                    .formula("share of test points that are classified correctly after the epoch").unit("[0, 1]")
                    .compared(Compared.NONE).caveat("the greatest over epochs is chosen by the test points");

    @Override
    public List<MetricDefinition> metrics() {
        return List.of(CROSS_ENTROPY, TRANSPORT_COST, LAMBDA, TEST_ACCURACY);
    }
}
