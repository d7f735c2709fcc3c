package org.leastaction.ot.gaussian;

import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.ot.kernel.CompensatedSum;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;
import org.leastaction.points.Points;

/**
 * Gelbrich's lower bound of W₂² between two weighted point sets.
 *
 * @param means ‖m₁ − m₂‖², squared length
 * @param bures squared Bures distance of the covariances (under uniform weights those with 1/n), squared length, at least 0
 */
public record GelbrichBound(double means, double bures) {

    /**
     * The bound between x, [n, d], and y, [m, d]. With k the least of n, m and d: O((n + m)·d·k + k³) time and
     * O((n + m)·d) memory, so d may be far above n. Exact up to about 10⁻¹⁴ of the covariances' traces.
     *
     * @throws IllegalArgumentException for an empty set, different dimensions, or a coordinate that is not finite
     */
    public static GelbrichBound between(Points x, Points y, Parallelism parallelism) {
        check("x", x);
        check("y", y);
        if (x.dimension() != y.dimension()) {
            throw new IllegalArgumentException("x has " + x.dimension() + " coordinates per point and y has "
                    + y.dimension() + ": a bound on transport needs the same number");
        }
        return of(TransportProblem.squaredEuclidean(x, y), parallelism);
    }

    /**
     * The bound of a problem, weights included; as {@link #between}.
     *
     * @throws IllegalArgumentException unless its cost is the squared Euclidean one, or if variances overflow
     */
    public static GelbrichBound of(TransportProblem problem, Parallelism parallelism) {
        if (!problem.cost().equals(GroundCost.squaredEuclidean())) {
            throw new IllegalArgumentException(
                    "Gelbrich's bound is of the cost ‖x − y‖₂², this problem has " + problem.cost().formula());
        }
        Moments first = Moments.of(problem.x(), problem.a());
        Moments second = Moments.of(problem.y(), problem.b());
        double shared = NuclearNorm.ofProduct(first.factor(), second.factor(), parallelism);
        return new GelbrichBound(squaredDistance(first.mean(), second.mean()),
                Math.max(0, first.trace() + second.trace() - 2 * shared));
    }

    /** The bound itself: {@code means + bures}. */
    public double value() {
        return means + bures;
    }

    private static void check(String name, Points points) {
        if (points.size() == 0) {
            throw new IllegalArgumentException(name + " has no points: a bound on transport needs at least one");
        }
        int bad = points.firstNonFinite();
        if (bad >= 0) {
            throw new IllegalArgumentException(
                    "point " + bad + " of " + name + " has a coordinate that is NaN or infinite: all must be finite");
        }
    }

    private static double squaredDistance(DoublePoints a, DoublePoints b) {
        CompensatedSum sum = new CompensatedSum();
        for (int k = 0; k < a.dimension(); k++) {
            double difference = a.get(0, k) - b.get(0, k);
            sum.add(difference * difference);
        }
        return sum.value();
    }
}
