package org.leastaction.ot;

import java.util.Objects;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.points.DoublePoints;
import org.leastaction.points.Points;

/**
 * Move uniform mass on the points x to uniform mass on the points y at least cost: minimise
 * Σᵢⱼ Pᵢⱼ c(xᵢ, yⱼ) over P ≥ 0 with all row sums 1/n and all column sums 1/n.
 *
 * <p>By Birkhoff's theorem a permutation is among the minimisers. The points are shared, not copied.
 *
 * @param x    sources, [n, d], n ≥ 1
 * @param y    targets, [n, d]
 * @param cost c
 */
public record TransportProblem(DoublePoints x, DoublePoints y, GroundCost cost) {

    /**
     * @throws IllegalArgumentException for empty sets, unequal sizes or dimensions, or coordinates that are not finite
     */
    public TransportProblem {
        Objects.requireNonNull(cost, "cost");
        checkPoints("x", x);
        checkPoints("y", y);
        if (x.dimension() != y.dimension()) {
            throw new IllegalArgumentException("x has " + x.dimension() + " coordinates per point and y has "
                    + y.dimension() + ": transport needs the same number");
        }
        if (x.size() != y.size()) {
            throw new IllegalArgumentException("x has " + x.size() + " points and y has " + y.size()
                    + ": transport between uniform weights needs as many points in both");
        }
    }

    /** The problem of W₂². */
    public static TransportProblem squaredEuclidean(Points x, Points y) {
        return of(x, y, GroundCost.squaredEuclidean());
    }

    /**
     * The problem of these points; single precision is widened.
     *
     * @throws IllegalArgumentException as the constructor
     */
    public static TransportProblem of(Points x, Points y, GroundCost cost) {
        return new TransportProblem(x.toDouble(), y.toDouble(), cost);
    }

    /** Number of points n of either set. */
    public int size() {
        return x.size();
    }

    private static void checkPoints(String name, Points points) {
        Objects.requireNonNull(points, name);
        if (points.size() == 0) {
            throw new IllegalArgumentException(name + " has no points: transport needs at least one");
        }
        int bad = points.firstNonFinite();
        if (bad >= 0) {
            throw new IllegalArgumentException(
                    "point " + bad + " of " + name + " has a coordinate that is NaN or infinite: all must be finite");
        }
    }
}
