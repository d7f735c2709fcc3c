package org.leastaction.metrics.similarity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.leastaction.ot.gaussian.NuclearNorm;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;

/**
 * The orthogonal Procrustes distance of two representations X and Y of the same samples, centred and scaled to
 * Frobenius norm 1: min over Q with orthonormal columns of ‖X − YQ‖<sub>F</sub> = √(2 − 2‖XᵀY‖<sub>*</sub>) (Ding et
 * al. 2021; Williams et al. 2021).
 */
public final class ProcrustesDistance {

    /** Share of the trace below which a pivot ends the factorisation; squared distances below ROUNDING count as 0. */
    private static final double FACTOR_ROUNDING = 1e-14;
    private static final double ROUNDING = 1e-12;

    private ProcrustesDistance() {}

    /**
     * The distance, in [0, √2]; 0 for representations that differ by a translation, a rotation or a scale. Distances
     * below 10⁻⁶ are rounding, and are 0. In more dimensions than samples, unrelated representations are close too.
     * O(n³) time.
     *
     * @return NaN if a representation is the same for all samples
     * @throws IllegalArgumentException if the numbers of samples differ
     */
    public static double of(GramMatrix x, GramMatrix y, Parallelism parallelism) {
        GramMatrix.requireSameSize(x, y);
        DoublePoints first = factor(x);
        DoublePoints second = factor(y);
        if (first.size() == 0 || second.size() == 0) {
            return Double.NaN;
        }
        double shared = NuclearNorm.ofProduct(first, second, parallelism)
                / Math.sqrt(squaredNorm(first) * squaredNorm(second));
        double squared = 2 - 2 * shared;
        return squared < ROUNDING ? 0 : Math.sqrt(squared);
    }

    /**
     * A, [r, n], with AᵀA = K up to rounding, r its rank: Cholesky with pivots. The nuclear norm of XᵀY is that of the
     * product of the factors, since X = AᵀQ for some Q with orthonormal rows.
     */
    private static DoublePoints factor(GramMatrix gram) {
        int n = gram.size();
        double[] left = new double[n];
        Arrays.setAll(left, i -> gram.get(i, i));
        double end = FACTOR_ROUNDING * gram.trace();
        List<double[]> rows = new ArrayList<>();
        while (rows.size() < n) {
            int pivot = 0;
            double rest = 0;
            for (int i = 0; i < n; i++) {
                rest += Math.max(0, left[i]);
                pivot = left[i] > left[pivot] ? i : pivot;
            }
            if (!(rest > end)) {
                break;
            }
            double root = Math.sqrt(left[pivot]);
            double[] row = new double[n];
            for (int i = 0; i < n; i++) {
                row[i] = gram.get(pivot, i);
            }
            for (double[] earlier : rows) {
                double factor = earlier[pivot];
                for (int i = 0; i < n; i++) {
                    row[i] -= factor * earlier[i];
                }
            }
            for (int i = 0; i < n; i++) {
                row[i] /= root;
                left[i] -= row[i] * row[i];
            }
            left[pivot] = 0;
            rows.add(row);
        }
        double[] all = new double[rows.size() * n];
        for (int r = 0; r < rows.size(); r++) {
            System.arraycopy(rows.get(r), 0, all, r * n, n);
        }
        return DoublePoints.wrap(all, rows.size(), n);
    }

    private static double squaredNorm(DoublePoints factor) {
        return Arrays.stream(factor.toArray()).map(value -> value * value).sum();
    }
}
