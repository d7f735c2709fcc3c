package org.leastaction.transport;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.leastaction.flow.FlowShape;
import org.leastaction.points.FloatPoints;

/**
 * The measurement of one pass of inputs through a flow.
 *
 * @param shape            sizes of the flow
 * @param cost             transport cost of the residues
 * @param segments         start and end points of the particles, by segment
 * @param logProbabilities the classifier's log-probabilities (natural), [n, classes]; empty without a classifier
 */
public record MeasuredFlow(
        FlowShape shape, TransportCost cost, List<SegmentFlow> segments, Optional<FloatPoints> logProbabilities) {

    public MeasuredFlow {
        Objects.requireNonNull(shape, "shape");
        Objects.requireNonNull(cost, "cost");
        segments = List.copyOf(segments);
        Objects.requireNonNull(logProbabilities, "logProbabilities");
    }

    /** Number of samples n. */
    public int size() {
        return segments.get(0).start().size();
    }

    /** D, summed over segments, under the cost of {@link #cost()}; O(n·d). */
    public double displacement() {
        return segments.stream().mapToDouble(segment -> segment.displacement(cost.ground())).sum();
    }

    /** This measurement without the particles; O(n·d) for the displacement. */
    public MeasuredCosts costs() {
        return new MeasuredCosts(cost, displacement(), logProbabilities);
    }

    /** Action: {@link TransportCost#action()}. */
    public double action() {
        return cost.action();
    }

    /** D / action, in [0, 1]; 1 if every particle moves straight at constant speed, NaN if nothing moves. */
    public double straightness() {
        return displacement() / action();
    }
}
