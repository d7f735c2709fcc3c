package org.leastaction.transport;

import java.util.Objects;
import java.util.Optional;
import org.leastaction.flow.FlowCosts;
import org.leastaction.flow.FlowShape;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.ot.kernel.CompensatedSum;
import org.leastaction.points.FloatPoints;

/**
 * What one pass of inputs through a flow cost, without the particles.
 *
 * @param cost             what the residues cost
 * @param displacement     D, summed over segments, under the same cost
 * @param logProbabilities the classifier's answers, natural logarithms, [n, classes]; empty without one
 */
public record MeasuredCosts(TransportCost cost, double displacement, Optional<FloatPoints> logProbabilities) {

    public MeasuredCosts {
        Objects.requireNonNull(cost, "cost");
        Objects.requireNonNull(logProbabilities, "logProbabilities");
    }

    /** Of what a model itself told: squared Euclidean costs. O(n·K). */
    static MeasuredCosts of(FlowShape shape, FlowCosts told) {
        CostCollector costs = new CostCollector(shape, told.size(), GroundCost.squaredEuclidean());
        costs.collect(told);
        CompensatedSum moved = new CompensatedSum();
        for (int i = 0; i < told.size(); i++) {
            for (int s = 0; s < shape.segments().size(); s++) {
                moved.add(told.segments().get(i, s));
            }
        }
        return new MeasuredCosts(costs.result(), moved.value() / told.size(), told.logProbabilities());
    }

    /** Action: {@link TransportCost#action()}. */
    public double action() {
        return cost.action();
    }

    /** D / action, in [0, 1]; 1 if every particle goes straight at constant speed, NaN if nothing moves. */
    public double straightness() {
        return displacement / action();
    }
}
