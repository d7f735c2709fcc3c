package org.leastaction.metrics.jacobian;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.leastaction.metrics.Estimate;
import org.leastaction.metrics.jacobian.GolubKahan.KrylovBound;
import org.leastaction.metrics.jacobian.LocalJacobian.LeastEigenvalue;
import org.leastaction.metrics.jacobian.LocalJacobian.SingularValues;
import org.leastaction.metrics.statistics.Quantiles;
import org.leastaction.points.DoublePoints;

/**
 * Measurements of the Jacobian J of a map at one point.
 *
 * @param singularValues     σ_max = ‖J‖, the greatest local stretch, and σ_min, 0 where the map folds
 * @param residueNorm        ‖J − I‖, of a block x + v(x) the norm of v's Jacobian; empty if J is not square, or it was
 *                           not requested
 * @param asymmetry          ‖J − Jᵀ‖_F / 2‖J‖_F, in [0, 1]: 0 for gradients; empty if J is not square
 * @param smallestEigenvalue of (J + Jᵀ)/2: at least 0 for gradients of convex functions; empty if J is not square
 */
public record LocalJacobian(
        SingularValues singularValues,
        Optional<Estimate> residueNorm,
        Optional<Estimate> asymmetry,
        Optional<LeastEigenvalue> smallestEigenvalue) {

    /**
     * Measures all points of a field. In few dimensions this is exact up to rounding, with d products; otherwise
     * 6·steps + 2·probes products for each point (2·steps if the Jacobians are not square).
     *
     * @throws ArithmeticException if a product is not finite
     */
    public static List<LocalJacobian> of(JacobianField field, JacobianOptions options) {
        if (isSmall(field, options)) {
            return ExactJacobians.of(field);
        }
        List<LocalJacobian> all = withoutResidue(field, options);
        if (!field.isSquare()) {
            return all;
        }
        List<SingularValues> residues = GolubKahan.of(field.minusIdentity(), options);
        return IntStream.range(0, all.size())
                .mapToObj(i -> all.get(i).withResidueNorm(residues.get(i).largest())).toList();
    }

    /**
     * As {@link #of}, without ‖J − I‖ beyond the dimensions of exact Jacobians: it matters for blocks, not for a whole
     * map, and this saves a third of the steps, 2·steps products for each point.
     *
     * @throws ArithmeticException if a product is not finite
     */
    public static List<LocalJacobian> withoutResidue(JacobianField field, JacobianOptions options) {
        if (isSmall(field, options)) {
            return ExactJacobians.of(field);
        }
        List<SingularValues> singular = GolubKahan.of(field, options);
        if (!field.isSquare()) {
            return singular.stream().map(values -> new LocalJacobian(
                    values, Optional.empty(), Optional.empty(), Optional.empty())).toList();
        }
        List<LeastEigenvalue> eigenvalues = SymmetricLanczos.of(field.symmetricPart(), options);
        List<Estimate> asymmetries = Hutchinson.asymmetry(field, options);
        return IntStream.range(0, field.size()).mapToObj(i -> new LocalJacobian(
                singular.get(i), Optional.empty(), Optional.of(asymmetries.get(i)), Optional.of(eigenvalues.get(i))))
                .toList();
    }

    private static boolean isSmall(JacobianField field, JacobianOptions options) {
        return Math.max(field.inputDimension(), field.outputDimension()) <= options.exactUpTo();
    }

    private LocalJacobian withResidueNorm(Estimate norm) {
        return new LocalJacobian(singularValues, Optional.of(norm), asymmetry, smallestEigenvalue);
    }

    /**
     * The ends of the singular spectrum of one Jacobian.
     *
     * @param largest          σ_max: approached from below, so the value is the lower end up to rounding
     * @param smallest         σ_min, the least of min(d, d'): approached from above, so the value is the upper end up
     *                         to rounding
     * @param largestResidual  a singular value lies within this distance of the largest value
     * @param smallestResidual a singular value, possibly not the smallest one, lies within this distance of the
     *                         smallest value
     */
    public record SingularValues(
            Estimate largest, Estimate smallest, double largestResidual, double smallestResidual) {}

    /**
     * The smallest eigenvalue of one symmetric matrix.
     *
     * @param value    approached from above, so the value is the upper end up to rounding
     * @param residual an eigenvalue, possibly not the smallest one, lies within this distance of the value
     */
    public record LeastEigenvalue(Estimate value, double residual) {}

    /** Jacobians of few dimensions, computed exactly up to rounding from d products. */
    private static final class ExactJacobians {

        private ExactJacobians() {}

        static List<LocalJacobian> of(JacobianField field) {
            List<LocalJacobian> all = new ArrayList<>();
            for (RealMatrix matrix : matrices(field)) {
                all.add(measured(matrix, field));
            }
            return all;
        }

        /** J at every point, [d', d]. */
        static List<RealMatrix> matrices(JacobianField field) {
            int n = field.size();
            int d = field.inputDimension();
            List<RealMatrix> matrices = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                matrices.add(new Array2DRowRealMatrix(field.outputDimension(), d));
            }
            for (int j = 0; j < d; j++) {
                double[] unit = new double[n * d];
                for (int i = 0; i < n; i++) {
                    unit[i * d + j] = 1;
                }
                DoublePoints column = field.apply(DoublePoints.wrap(unit, n, d));
                for (int i = 0; i < n; i++) {
                    for (int row = 0; row < field.outputDimension(); row++) {
                        matrices.get(i).setEntry(row, j, column.get(i, row));
                    }
                }
            }
            return matrices;
        }

        private static LocalJacobian measured(RealMatrix j, JacobianField field) {
            double[] values = new SingularValueDecomposition(j).getSingularValues();
            double rounding = field.precision() * values[0];
            SingularValues singular = new SingularValues(
                    around(values[0], rounding, 0), around(values[values.length - 1], rounding, 0), rounding, rounding);
            if (!field.isSquare()) {
                return new LocalJacobian(singular, Optional.empty(), Optional.empty(), Optional.empty());
            }
            RealMatrix transposed = j.transpose();
            double whole = j.getFrobeniusNorm();
            double asymmetry = whole == 0 ? 0 : j.subtract(transposed).getFrobeniusNorm() / (2 * whole);
            double[] eigenvalues = new EigenDecomposition(j.add(transposed).scalarMultiply(0.5)).getRealEigenvalues();
            double[] residue = new SingularValueDecomposition(
                    j.subtract(MatrixUtils.createRealIdentityMatrix(j.getRowDimension())))
                    .getSingularValues();
            return new LocalJacobian(
                    singular,
                    Optional.of(around(residue[0], rounding + field.precision(), 0)),
                    Optional.of(around(asymmetry, field.precision(), 0)),
                    Optional.of(new LeastEigenvalue(
                            around(eigenvalues[eigenvalues.length - 1], rounding, Double.NEGATIVE_INFINITY),
                            rounding)));
        }

        private static Estimate around(double value, double rounding, double least) {
            return new Estimate(value, Math.max(least, value - rounding), value + rounding);
        }
    }

    /**
     * The asymmetry ‖J − Jᵀ‖_F / 2‖J‖_F from products: for random signs z, the mean of ‖Az‖² is ‖A‖_F² (Hutchinson
     * 1990).
     *
     * <p>The interval covers the random choice of probes: a 95 % bootstrap interval over probes, widened for small
     * numbers of probes by Student's quantile over the normal one. Two products per probe and point.
     */
    static final class Hutchinson {

        private static final int RESAMPLES = 400;

        private Hutchinson() {}

        /** One result per point, each in [0, 1]; 0 for J = 0. */
        static List<Estimate> asymmetry(JacobianField field, JacobianOptions options) {
            return asymmetry(field, options, z -> {
                DoublePoints forward = field.apply(z);
                DoublePoints backward = field.applyTransposed(z);
                DoublePoints difference = Rows.combined(1, forward, -1, backward);
                double[] forwards = Rows.products(forward, forward);
                double[] backwards = Rows.products(backward, backward);
                return new Squares(Rows.products(difference, difference),
                        mapped(forwards.length, i -> (forwards[i] + backwards[i]) / 2));
            });
        }

        /**
         * As {@link #asymmetry} from products with J only: the mean of ‖Jz‖² − z·J(Jz) is ‖J − Jᵀ‖_F² / 2. Parts of J
         * that are multiples of I cancel exactly for every probe.
         */
        static List<Estimate> asymmetryForward(JacobianField field, JacobianOptions options) {
            return asymmetry(field, options, z -> {
                DoublePoints once = field.apply(z);
                double[] squares = Rows.products(once, once);
                double[] traces = Rows.products(z, field.apply(once));
                return new Squares(mapped(squares.length, i -> 2 * (squares[i] - traces[i])), squares);
            });
        }

        private static double[] mapped(int size, IntToDoubleFunction value) {
            return IntStream.range(0, size).mapToDouble(value).toArray();
        }

        /** For one probe, a number per point each: their means are ‖J − Jᵀ‖_F² and ‖J‖_F². */
        private record Squares(double[] skew, double[] whole) {}

        private static List<Estimate> asymmetry(
                JacobianField field, JacobianOptions options, Function<DoublePoints, Squares> ofProbe) {
            SplittableRandom random = new SplittableRandom(options.seed());
            double[][] skew = new double[field.size()][options.probes()];
            double[][] whole = new double[field.size()][options.probes()];
            for (int p = 0; p < options.probes(); p++) {
                Squares squares = ofProbe.apply(Rows.randomSigns(field.size(), field.inputDimension(), random));
                for (int i = 0; i < field.size(); i++) {
                    skew[i][p] = squares.skew()[i];
                    whole[i][p] = squares.whole()[i];
                }
            }
            return IntStream.range(0, field.size())
                    .mapToObj(i -> estimate(skew[i], whole[i], field.precision(), random))
                    .toList();
        }

        private static Estimate estimate(double[] skew, double[] whole, double precision, SplittableRandom random) {
            int n = skew.length;
            double value = ratio(Arrays.stream(skew).sum(), Arrays.stream(whole).sum());
            double[] draws = new double[RESAMPLES];
            for (int b = 0; b < RESAMPLES; b++) {
                double skews = 0;
                double wholes = 0;
                for (int p = 0; p < n; p++) {
                    int drawn = random.nextInt(n);
                    skews += skew[drawn];
                    wholes += whole[drawn];
                }
                draws[b] = ratio(skews, wholes);
            }
            Arrays.sort(draws);
            double tail = (1 - Estimate.LEVEL) / 2;
            double stretch = 1 + 3.0 / n;
            double low = value - stretch * Math.max(0, value - Quantiles.ofSorted(draws, tail)) - precision;
            double high = value + stretch * Math.max(0, Quantiles.ofSorted(draws, 1 - tail) - value) + precision;
            return new Estimate(value, Math.max(0, low), Math.min(1, high));
        }

        private static double ratio(double skew, double whole) {
            return whole == 0 ? 0 : Math.min(1, Math.sqrt(Math.max(0, skew) / whole) / 2);
        }
    }

    /**
     * The smallest eigenvalue of symmetric matrices from products alone, by Lanczos with full reorthogonalisation.
     *
     * <p>The smallest Ritz value is a value of the quadratic form, hence at least the smallest eigenvalue: a negative
     * one proves that the form is not positive. The lower end is that of {@link KrylovBound}. One product per step and
     * point, and O(k²·d) operations.
     */
    private static final class SymmetricLanczos {

        private static final double NEGLIGIBLE = 1e-12;

        private final JacobianField field;
        private final double[][] diagonal;
        private final double[][] beside;
        private final int[] steps;

        private SymmetricLanczos(JacobianField field, int steps) {
            this.field = field;
            this.diagonal = new double[field.size()][steps];
            this.beside = new double[field.size()][steps];
            this.steps = new int[field.size()];
        }

        /**
         * One result per point.
         *
         * @param field symmetric matrices
         */
        static List<LeastEigenvalue> of(JacobianField field, JacobianOptions options) {
            SymmetricLanczos process = new SymmetricLanczos(field, Math.min(options.steps(), field.inputDimension()));
            process.run(new SplittableRandom(options.seed()));
            return IntStream.range(0, field.size()).mapToObj(process::value).toList();
        }

        private void run(SplittableRandom random) {
            List<DoublePoints> basis = new ArrayList<>();
            DoublePoints v = Rows.randomUnit(field.size(), field.inputDimension(), random);
            for (int k = 0; k < diagonal[0].length; k++) {
                basis.add(v);
                DoublePoints next = field.apply(v);
                double[] quadratic = Rows.products(v, next);
                Rows.orthogonalise(next, basis);
                double[] rest = Rows.norms(next);
                for (int i = 0; i < steps.length; i++) {
                    diagonal[i][k] = quadratic[i];
                    rest[i] = rest[i] > NEGLIGIBLE * (Math.abs(diagonal[i][0]) + beside[i][0]) ? rest[i] : 0;
                    beside[i][k] = rest[i];
                    steps[i] += steps[i] == k && (k == 0 || beside[i][k - 1] > 0) ? 1 : 0;
                }
                Rows.divide(next, rest);
                v = next;
            }
        }

        private LeastEigenvalue value(int point) {
            int k = steps[point];
            double rest = beside[point][k - 1];
            double least = diagonal[point][0];
            double greatest = least;
            double residual = rest;
            if (k > 1) {
                EigenDecomposition decomposition = new EigenDecomposition(
                        Arrays.copyOf(diagonal[point], k), Arrays.copyOf(beside[point], k - 1));
                greatest = decomposition.getRealEigenvalue(0);
                least = decomposition.getRealEigenvalue(k - 1);
                residual = rest * Math.abs(decomposition.getEigenvector(k - 1).getEntry(k - 1));
            }
            boolean whole = rest == 0 || k == field.inputDimension();
            double below = whole ? 0 : KrylovBound.below(field.inputDimension(), k, greatest - least);
            double rounding = field.precision() * Math.max(Math.abs(least), Math.abs(greatest));
            return new LeastEigenvalue(
                    new Estimate(least, least - below - rounding, least + rounding), whole ? 0 : residual);
        }
    }
}
