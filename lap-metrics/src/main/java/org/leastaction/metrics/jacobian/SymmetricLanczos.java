package org.leastaction.metrics.jacobian;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.leastaction.metrics.Estimate;
import org.leastaction.metrics.jacobian.GolubKahan.KrylovBound;
import org.leastaction.metrics.jacobian.LocalJacobian.LeastEigenvalue;
import org.leastaction.points.DoublePoints;

/**
 * The smallest eigenvalue of symmetric matrices from products alone, by Lanczos with full reorthogonalisation.
 *
 * <p>The smallest Ritz value is a value of the quadratic form, hence at least the smallest eigenvalue: a negative one
 * proves that the form is not positive. The lower end is that of {@link KrylovBound}. One product per step and point,
 * and O(k²·d) operations.
 */
final class SymmetricLanczos {

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
