package org.leastaction.ot.gaussian;

import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.WeighingPoints;
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
 * @param distance the root of the bound, a length: right even where the squares underflow
 */
public record GelbrichBound(double means, double bures, double distance) {

    /** Rounding of the distance of means, of the points' distances to the origin. */
    private static final double MEAN_ROUNDING = 0x1p-51;
    /** Rounding of traces and nuclear norm, of the traces. */
    private static final double TRACE_ROUNDING = 1e-13;
    /** Rounding of the factors and of their difference, of their norms. */
    private static final double FACTOR_ROUNDING = 0x1p-47;
    /** Rounding of what is no difference. */
    private static final double RELATIVE_ROUNDING = 0x1p-49;
    /** Squared Bures distances below this share of the traces are computed without their difference. */
    private static final double NEAR = 1e-5;
    /** Up to so many dimensions: that takes singular vectors, several times as long. */
    private static final int MANY = 512;

    /**
     * The bound between x, [n, d], and y, [m, d]. With k the least of n, m and d: O((n + m)·d·k + k³) time and
     * O((n + m)·d) memory, so d may be far above n. What rounding may have added is taken off, so that the bound is one in
     * numbers too: of the Bures distance some 10⁻¹⁴ of the roots of the traces where covariances of at most 512 dimensions
     * are nearly equal, else some 10⁻¹³ of the traces of its square.
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
     * @throws IllegalArgumentException unless its cost is the squared Euclidean one, or if squared lengths overflow
     */
    public static GelbrichBound of(TransportProblem problem, Parallelism parallelism) {
        if (!problem.cost().equals(GroundCost.squaredEuclidean())) {
            throw new IllegalArgumentException(
                    "Gelbrich's bound is of the cost ‖x − y‖₂², this problem has " + problem.cost().formula());
        }
        return ofWeighing(WeighingPoints.of(problem).problem(), parallelism);
    }

    private static GelbrichBound ofWeighing(TransportProblem problem, Parallelism parallelism) {
        int exponent = problem.scale();
        Moments first = Moments.of(moved(problem.x(), problem.x(), exponent), problem.a());
        Moments second = Moments.of(moved(problem.y(), problem.x(), exponent), problem.b());
        double means = Math.max(0, distance(first, second) - MEAN_ROUNDING * (first.spread() + second.spread()));
        double bures = bures(first, second, parallelism);
        double ofMeans = means * means * (1 - RELATIVE_ROUNDING);
        double ofBures = bures * (1 - RELATIVE_ROUNDING);
        return new GelbrichBound(TransportProblem.squaredLength(ofMeans, exponent),
                TransportProblem.squaredLength(ofBures, exponent),
                Math.scalb(Math.sqrt(ofMeans + ofBures), exponent));
    }

    /** The squared Bures distance, or what is certainly not more. */
    private static double bures(Moments first, Moments second, Parallelism parallelism) {
        double traces = first.trace() + second.trace();
        double shared = NuclearNorm.ofProduct(first.factor(), second.factor(), parallelism);
        double difference = traces - 2 * shared;
        int size = Math.max(first.factor().size(), second.factor().size());
        if (difference > NEAR * traces || size > MANY) {
            return Math.max(0, difference - TRACE_ROUNDING * traces);
        }
        double rounding = FACTOR_ROUNDING * (Math.sqrt(first.trace()) + Math.sqrt(second.trace()));
        double distance = Math.max(0, Procrustes.distance(first.factor(), second.factor()) - rounding);
        return distance * distance;
    }

    /** Less the first of other points, and scaled. Differences of near numbers are exact, wherever they lie. */
    private static DoublePoints moved(DoublePoints points, DoublePoints origin, int exponent) {
        int d = points.dimension();
        double[] moved = points.toArray();
        for (int i = 0; i < moved.length; i++) {
            moved[i] = Math.scalb(moved[i] - origin.get(0, i % d), -exponent);
        }
        return DoublePoints.wrap(moved, points.size(), d);
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

    private static double distance(Moments a, Moments b) {
        CompensatedSum sum = new CompensatedSum();
        for (int k = 0; k < a.mean().dimension(); k++) {
            double difference = (a.mean().get(0, k) - b.mean().get(0, k))
                    + (a.meanRest().get(0, k) - b.meanRest().get(0, k));
            sum.add(difference * difference);
        }
        return Math.sqrt(sum.value());
    }
}
