package org.leastaction.ot.gaussian;

import java.util.Optional;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.NormOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.QRDecomposition;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.TransportResult;
import org.leastaction.ot.WeighingPoints;
import org.leastaction.ot.Weights;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.ot.kernel.CompensatedSum;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;
import org.leastaction.points.Points;

/**
 * Gelbrich's lower bound of W₂² between two weighted point sets.
 *
 * @param means ‖m₁ − m₂‖², squared length
 * @param bures squared Bures distance of the covariances (normalised by 1/n for uniform weights), squared length, at
 *              least 0
 * @param distance the root of the bound, a length; accurate even if the squares underflow
 */
public record GelbrichBound(double means, double bures, double distance) {

    /** Rounding of the distance of means, relative to the points' distances to the origin. */
    private static final double MEAN_ROUNDING = 0x1p-51;
    /** Rounding of traces and nuclear norm, relative to the traces. */
    private static final double TRACE_ROUNDING = 1e-13;
    /** Rounding of the factors and of their difference, relative to their norms. */
    private static final double FACTOR_ROUNDING = 0x1p-47;
    /** Relative rounding of quantities without cancellation. */
    private static final double RELATIVE_ROUNDING = 0x1p-49;
    /** Squared Bures distances below this share of the traces are computed without the difference of traces. */
    private static final double NEAR = 1e-5;
    /** The dimension up to which this is done: it needs singular vectors and takes several times as long. */
    private static final int MANY = 512;

    /**
     * The bound between x, [n, d], and y, [m, d]. With k the minimum of n, m and d: O((n + m)·d·k + k³) time and O((n +
     * m)·d) memory, so d may be far above n. The possible rounding error is subtracted, so the computed value is a
     * lower bound too: about 10⁻¹⁴ of the roots of the traces from the Bures distance if the covariances are nearly
     * equal and have at most 512 dimensions, otherwise about 10⁻¹³ of the traces from its square.
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
     * The bound of a problem with its weights; otherwise as {@link #between}.
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

    /** A lower bound of the squared Bures distance, tight up to rounding. */
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

    /** The points minus the first point of {@code origin}, scaled. Differences of nearby numbers are exact. */
    private static DoublePoints moved(DoublePoints points, DoublePoints origin, int exponent) {
        int d = points.dimension();
        double[] moved = points.toArray();
        for (int i = 0; i < moved.length; i++) {
            moved[i] = Math.scalb(moved[i] - origin.get(0, i % d), -exponent);
        }
        return DoublePoints.wrap(moved, points.size(), d);
    }

    /** The bound: {@code means + bures}. */
    public double value() {
        return means + bures;
    }

    /** A caveat to the value, in one sentence, if it underflows although the distance does not; empty otherwise. */
    public Optional<String> remark() {
        return TransportResult.underflow(value(), distance);
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

    /**
     * Mean and covariance of a point set around an origin near it, the covariance as a factor A with AᵀA = Σ.
     *
     * @param mean     [1, d], relative to the origin
     * @param meanRest [1, d], the rounding error of the mean
     * @param factor   A, [min(n, d), d]: the centred points times the roots of their weights, or their triangular
     *                 factor if that is smaller
     * @param trace    tr Σ
     * @param spread   root of the mean squared distance to the origin
     */
    private record Moments(DoublePoints mean, DoublePoints meanRest, DoublePoints factor, double trace, double spread) {

        /** @param moved points relative to the origin, scaled so that squared lengths neither overflow nor underflow */
        static Moments of(DoublePoints moved, Weights weights) {
            int n = moved.size();
            int d = moved.dimension();
            double[] mean = new double[d];
            double[] rest = new double[d];
            for (int k = 0; k < d; k++) {
                int coordinate = k;
                double[] ofCoordinate = weights.mean(i -> moved.get(i, coordinate));
                mean[k] = ofCoordinate[0];
                rest[k] = ofCoordinate[1];
            }
            double[] centred = moved.toArray();
            CompensatedSum trace = new CompensatedSum();
            CompensatedSum spread = new CompensatedSum();
            for (int i = 0; i < centred.length; i++) {
                double root = Math.sqrt(weights.get(i / d));
                spread.add(root * centred[i] * (root * centred[i]));
                centred[i] = root * (centred[i] - mean[i % d]);
                trace.add(centred[i] * centred[i]);
            }
            double[] factor = n > d ? triangular(centred, n, d) : centred;
            return new Moments(DoublePoints.wrap(mean, 1, d), DoublePoints.wrap(rest, 1, d),
                    DoublePoints.wrap(factor, Math.min(n, d), d), trace.value(), Math.sqrt(spread.value()));
        }

        /** R of the decomposition X = QR, [d, d]: RᵀR = XᵀX without the loss of accuracy of forming XᵀX. */
        private static double[] triangular(double[] matrix, int rows, int columns) {
            QRDecomposition<DMatrixRMaj> qr = DecompositionFactory_DDRM.qr(rows, columns);
            // It returns false for columns of zeros, such as constant coordinates; its R is correct nevertheless.
            qr.decompose(DMatrixRMaj.wrap(rows, columns, matrix));
            return qr.getR(null, true).data;
        }
    }

    /**
     * The Bures distance of two covariances AᵀA and BᵀB that are nearly equal: min over U with orthonormal columns of
     * ‖A − U·B‖<sub>F</sub>, where U is the orthogonal factor of ABᵀ. This is a norm of small differences and hence
     * accurate, whereas its square, tr AᵀA + tr BᵀB − 2‖ABᵀ‖<sub>*</sub>, is a small difference of large numbers.
     */
    private static final class Procrustes {

        private Procrustes() {}

        /** The distance, up to the rounding of A and B; O(k·l·(d + min(k, l))) for A, [k, d], and B, [l, d]. */
        static double distance(DoublePoints first, DoublePoints second) {
            DoublePoints longer = first.size() >= second.size() ? first : second;
            DMatrixRMaj a = matrix(longer);
            DMatrixRMaj b = matrix(longer == first ? second : first);
            DMatrixRMaj product = new DMatrixRMaj(a.numRows, b.numRows);
            CommonOps_DDRM.multTransB(a, b, product);
            SingularValueDecomposition_F64<DMatrixRMaj> svd =
                    DecompositionFactory_DDRM.svd(a.numRows, b.numRows, true, true, true);
            if (!svd.decompose(product)) {
                throw new ArithmeticException("the singular values of a " + a.numRows + " × " + b.numRows
                        + " matrix were not found: the iteration did not converge");
            }
            DMatrixRMaj orthogonal = new DMatrixRMaj(a.numRows, b.numRows);
            CommonOps_DDRM.mult(svd.getU(null, false), svd.getV(null, true), orthogonal);
            CommonOps_DDRM.multAdd(-1, orthogonal, b, a);
            return NormOps_DDRM.normF(a);
        }

        private static DMatrixRMaj matrix(DoublePoints points) {
            return DMatrixRMaj.wrap(points.size(), points.dimension(), points.toArray());
        }
    }
}
