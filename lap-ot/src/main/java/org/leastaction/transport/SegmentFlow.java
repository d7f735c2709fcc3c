package org.leastaction.transport;

import java.util.Objects;
import org.leastaction.flow.Segment;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.ot.kernel.CompensatedSum;
import org.leastaction.points.FloatPoints;

/**
 * The start and end points of the particles of one segment, row by row.
 *
 * @param segment the segment
 * @param start   x₀ of the segment, [n, d]: the shortcut of its first block
 * @param end     T(x₀), [n, d]: the output of its last block
 */
public record SegmentFlow(Segment segment, FloatPoints start, FloatPoints end) {

    /** @throws IllegalArgumentException if the shapes differ */
    public SegmentFlow {
        Objects.requireNonNull(segment, "segment");
        if (start.size() != end.size() || start.dimension() != end.dimension()
                || start.dimension() != segment.dimension()) {
            throw new IllegalArgumentException("a segment of dimension " + segment.dimension() + " goes from ["
                    + start.size() + ", " + start.dimension() + "] to [" + end.size() + ", " + end.dimension()
                    + "]: all must agree");
        }
    }

    /** D = (1/n) Σᵢ h(T(xᵢ) − xᵢ); O(n·d). */
    public double displacement(GroundCost cost) {
        CompensatedSum sum = new CompensatedSum();
        for (int i = 0; i < start.size(); i++) {
            sum.add(cost.between(start.rows(i, i + 1).toDouble(), 0, end.rows(i, i + 1).toDouble(), 0));
        }
        return sum.value() / start.size();
    }
}
