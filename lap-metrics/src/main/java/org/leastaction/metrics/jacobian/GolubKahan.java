package org.leastaction.metrics.jacobian;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.leastaction.metrics.Estimate;
import org.leastaction.metrics.jacobian.LocalJacobian.SingularValues;
import org.leastaction.points.DoublePoints;

/**
 * Largest and smallest singular values from products alone, by Golub and Kahan's bidiagonalisation (1965): a power
 * iteration on JᵀJ that keeps all of its steps.
 *
 * <p>k steps span a Krylov space of JᵀJ. The greatest singular value in it is at least what k steps of the power
 * iteration from the same start give, and at most σ_max; the least is at least σ_min. Where k steps do not span the
 * whole space the intervals' outer ends come from {@link KrylovBound} and hold with probability {@value Estimate#LEVEL}
 * over the random start, for any spectrum. That of σ_min is often 0: without solving equations in J no better bound is
 * known.
 *
 * <p>k products with J and k with Jᵀ for each point, and O(k²·d) operations; 2·k·n·d doubles of memory.
 */
final class GolubKahan {

    private static final double NEGLIGIBLE = 1e-12;

    private final JacobianField field;
    private final double[][] alpha;
    private final double[][] beta;
    private final int[] steps;

    private GolubKahan(JacobianField field, int steps) {
        this.field = field;
        this.alpha = new double[field.size()][steps];
        this.beta = new double[field.size()][steps];
        this.steps = new int[field.size()];
    }

    /** One result per point. */
    static List<SingularValues> of(JacobianField field, JacobianOptions options) {
        JacobianField tall = field.outputDimension() < field.inputDimension() ? field.transposed() : field;
        GolubKahan process = new GolubKahan(tall, Math.min(options.steps(), tall.inputDimension()));
        process.run(new SplittableRandom(options.seed()));
        return IntStream.range(0, field.size()).mapToObj(process::values).toList();
    }

    private void run(SplittableRandom random) {
        List<DoublePoints> right = new ArrayList<>();
        List<DoublePoints> left = new ArrayList<>();
        DoublePoints v = Rows.randomUnit(field.size(), field.inputDimension(), random);
        for (int k = 0; k < alpha[0].length; k++) {
            right.add(v);
            DoublePoints u = field.apply(v);
            Rows.orthogonalise(u, left);
            double[] lengths = Rows.norms(u);
            extend(alpha, k, lengths);
            Rows.divide(u, lengths);
            left.add(u);
            DoublePoints next = field.applyTransposed(u);
            Rows.orthogonalise(next, right);
            double[] rest = Rows.norms(next);
            extend(beta, k, rest);
            Rows.divide(next, rest);
            v = next;
            for (int i = 0; i < steps.length; i++) {
                // Rows that have spanned their space continue as zeros.
                steps[i] += steps[i] == k && (k == 0 || beta[i][k - 1] > 0) ? 1 : 0;
            }
        }
    }

    /** Records the lengths; lengths that are only rounding become 0. */
    private void extend(double[][] entries, int k, double[] lengths) {
        for (int i = 0; i < lengths.length; i++) {
            double scale = Math.max(alpha[i][0], k == 0 ? 0 : beta[i][0]);
            lengths[i] = lengths[i] > NEGLIGIBLE * scale ? lengths[i] : 0;
            entries[i][k] = lengths[i];
        }
    }

    private SingularValues values(int point) {
        int k = steps[point];
        RealMatrix bidiagonal = new Array2DRowRealMatrix(k, k);
        for (int j = 0; j < k; j++) {
            bidiagonal.setEntry(j, j, alpha[point][j]);
            if (j + 1 < k) {
                bidiagonal.setEntry(j, j + 1, beta[point][j]);
            }
        }
        SingularValueDecomposition decomposition = new SingularValueDecomposition(bidiagonal);
        double[] values = decomposition.getSingularValues();
        double rest = beta[point][k - 1];
        double largest = values[0];
        double smallest = values[k - 1];
        double rounding = field.precision() * largest;
        boolean whole = rest == 0 || k == field.inputDimension();
        int d = field.inputDimension();
        double epsilon = whole ? 0 : KrylovBound.relativeError(d, k);
        double below = whole ? 0 : KrylovBound.below(d, k, largest * largest - smallest * smallest);
        return new SingularValues(
                new Estimate(largest, Math.max(0, largest - rounding),
                        largest / Math.sqrt(1 - epsilon) + rounding),
                new Estimate(smallest,
                        Math.max(0, Math.sqrt(Math.max(0, smallest * smallest - below)) - rounding),
                        smallest + rounding),
                rest * Math.abs(decomposition.getU().getEntry(k - 1, 0)),
                rest * Math.abs(decomposition.getU().getEntry(k - 1, k - 1)));
    }

    /**
     * Bounds on the ends of a spectrum from a Krylov space with a random start; they hold for any spectrum.
     *
     * <p>For a positive semi-definite d × d matrix, the greatest Ritz value θ of k steps from a uniform start on the
     * sphere satisfies θ &lt; (1 − ε)·λ with probability at most 1.648·√d·exp(−√ε·(2k − 1)) (Kuczyński and
     * Woźniakowski, SIAM J. Matrix Anal. Appl. 13, 1992).
     */
    static final class KrylovBound {

        private static final double FACTOR = 1.648;

        private KrylovBound() {}

        /**
         * ε that fails with probability 1 − {@link Estimate#LEVEL} at most, held to [0, 1]; 0 once the space is whole.
         */
        static double relativeError(int dimension, int steps) {
            return relativeError(dimension, steps, 1 - Estimate.LEVEL);
        }

        /**
         * The distance by which the smallest Ritz value may exceed the smallest eigenvalue: ε applied to λ_max − A at
         * both ends of the spectrum, each failing with half of the probability.
         *
         * @param spread greatest less least Ritz value
         * @return ∞ if there are too few steps for a bound
         */
        static double below(int dimension, int steps, double spread) {
            double epsilon = relativeError(dimension, steps, (1 - Estimate.LEVEL) / 2);
            return epsilon == 0 ? 0 : epsilon < 0.5 ? epsilon * spread / (1 - 2 * epsilon) : Double.POSITIVE_INFINITY;
        }

        private static double relativeError(int dimension, int steps, double failure) {
            if (steps >= dimension) {
                return 0;
            }
            double root = Math.log(FACTOR * Math.sqrt(dimension) / failure) / (2 * steps - 1);
            return Math.min(1, root * root);
        }
    }
}
