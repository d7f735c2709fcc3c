package org.leastaction.ot;

import java.util.Arrays;
import java.util.Objects;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.points.DoublePoints;
import org.leastaction.points.Points;

/**
 * Move the mass on the points x to the points y at least cost: minimise Σᵢⱼ Pᵢⱼ c(xᵢ, yⱼ) over P ≥ 0 with row sums aᵢ
 * and column sums bⱼ. The points are shared, not copied.
 *
 * @param x    sources, [n, d], n ≥ 1
 * @param y    targets, [m, d], m ≥ 1
 * @param a    weights of the sources
 * @param b    weights of the targets
 * @param cost c
 */
public record TransportProblem(DoublePoints x, DoublePoints y, Weights a, Weights b, GroundCost cost) {

    /**
     * @throws IllegalArgumentException for empty sets, unequal dimensions, coordinates that are not finite, or more or
     *         fewer weights than points
     */
    public TransportProblem {
        Objects.requireNonNull(cost, "cost");
        checkPoints("x", x);
        checkPoints("y", y);
        if (x.dimension() != y.dimension()) {
            throw new IllegalArgumentException("x has " + x.dimension() + " coordinates per point and y has "
                    + y.dimension() + ": transport needs the same number");
        }
        checkWeights("x", x, a);
        checkWeights("y", y, b);
    }

    /** The problem of W₂² between uniform weights. */
    public static TransportProblem squaredEuclidean(Points x, Points y) {
        return of(x, y, GroundCost.squaredEuclidean());
    }

    /**
     * The problem of these points with uniform weights; single precision is widened.
     *
     * @throws IllegalArgumentException as the constructor
     */
    public static TransportProblem of(Points x, Points y, GroundCost cost) {
        checkPoints("x", x);
        checkPoints("y", y);
        return new TransportProblem(
                x.toDouble(), y.toDouble(), Weights.uniform(x.size()), Weights.uniform(y.size()), cost);
    }

    /**
     * The same points and cost under other weights.
     *
     * @throws IllegalArgumentException for more or fewer weights than points
     */
    public TransportProblem withWeights(Weights newA, Weights newB) {
        return new TransportProblem(x, y, newA, newB, cost);
    }

    /** Whether an assignment solves it: as many sources as targets, all of one weight (Birkhoff's theorem). */
    public boolean isAssignment() {
        return x.size() == y.size() && a.isUniform() && b.isUniform();
    }

    /**
     * Number of points n of either set.
     *
     * @throws IllegalArgumentException unless this {@linkplain #isAssignment is an assignment problem}
     */
    public int size() {
        if (!isAssignment()) {
            throw new IllegalArgumentException("x has " + x.size() + " points and y has " + y.size()
                    + (x.size() == y.size() ? " with weights" : "")
                    + ": an assignment needs as many in both, of uniform weights");
        }
        return x.size();
    }

    /**
     * No c(xᵢ, yⱼ) is larger: the cost of a displacement that is in no coordinate shorter than that of any pair; may
     * be infinite. O((n + m)·d).
     */
    public double costBound() {
        int d = x.dimension();
        Box ofX = Box.of(x);
        Box ofY = Box.of(y);
        double[] reach = new double[d];
        for (int k = 0; k < d; k++) {
            reach[k] = Math.max(ofX.high[k] - ofY.low[k], ofY.high[k] - ofX.low[k]);
        }
        return cost.of(DoublePoints.wrap(reach, 1, d), 0);
    }

    /** Least and greatest coordinates of points. */
    private record Box(double[] low, double[] high) {

        static Box of(DoublePoints points) {
            int d = points.dimension();
            double[] array = points.array();
            double[] low = Arrays.copyOfRange(array, points.offset(), points.offset() + d);
            double[] high = low.clone();
            double[] point = new double[d];
            for (int i = 1; i < points.size(); i++) {
                // Arrays under one index, without an offset: so the loop becomes vector instructions.
                System.arraycopy(array, points.offset() + i * d, point, 0, d);
                for (int k = 0; k < d; k++) {
                    low[k] = Math.min(low[k], point[k]);
                    high[k] = Math.max(high[k], point[k]);
                }
            }
            return new Box(low, high);
        }
    }

    private static void checkWeights(String name, Points points, Weights weights) {
        Objects.requireNonNull(weights, "weights of " + name);
        if (weights.size() != points.size()) {
            throw new IllegalArgumentException(
                    name + " has " + points.size() + " points and " + weights.size() + " weights: each needs one");
        }
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
