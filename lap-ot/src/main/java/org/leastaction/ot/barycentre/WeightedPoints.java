package org.leastaction.ot.barycentre;

import org.leastaction.ot.Weights;
import org.leastaction.points.DoublePoints;
import org.leastaction.points.Points;

/**
 * Points with weights: one of the distributions of which a barycentre is sought.
 *
 * @param points  [n, d]
 * @param weights n shares
 */
public record WeightedPoints(DoublePoints points, Weights weights) {

    /** @throws IllegalArgumentException if the number of weights is not that of points */
    public WeightedPoints {
        if (weights.size() != points.size()) {
            throw new IllegalArgumentException(
                    points.size() + " points with " + weights.size() + " weights: each needs one");
        }
    }

    /** Points of equal weight. */
    public static WeightedPoints uniform(Points points) {
        return new WeightedPoints(points.toDouble(), Weights.uniform(points.size()));
    }
}
