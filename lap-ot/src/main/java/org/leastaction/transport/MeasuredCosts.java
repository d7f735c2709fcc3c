package org.leastaction.transport;

import java.util.Objects;
import java.util.Optional;
import org.leastaction.flow.FlowCosts;
import org.leastaction.flow.FlowShape;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.ot.kernel.CompensatedSum;
import org.leastaction.points.FloatPoints;

/**
 * The costs of one pass of inputs through a flow, without the particles.
 *
 * @param cost             transport cost of the residues
 * @param displacement     D, summed over segments, under the same cost
 * @param logProbabilities the classifier's log-probabilities (natural), [n, classes]; empty without a classifier
 */
public record MeasuredCosts(TransportCost cost, double displacement, Optional<FloatPoints> logProbabilities) {

    public MeasuredCosts {
        Objects.requireNonNull(cost, "cost");
        Objects.requireNonNull(logProbabilities, "logProbabilities");
    }

    /** From the squared Euclidean costs that the model itself computed. O(n·K). */
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

    /** D / action, in [0, 1]; 1 if every particle moves straight at constant speed, NaN if nothing moves. */
    public double straightness() {
        return displacement / action();
    }
}
