package org.leastaction.tf.training;

import java.util.Arrays;
import java.util.Optional;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.decomposition.TriangularSolver_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;
import org.ejml.interfaces.decomposition.QRDecomposition;

/**
 * The Q factor of a Gaussian matrix, for the R with a positive diagonal, which makes Q unique and uniformly distributed
 * (Mezzadri 2007).
 *
 * <p>Householder reflections, unless the matrix is large: then R is the Cholesky factor of XᵀX, and Q = X·R⁻¹, so that
 * nearly all work is two matrix products. The columns of this Q are orthonormal up to κ²·ε, κ the condition number of X. A
 * Gaussian matrix of at least twice as many rows as columns has κ near (√2 + 1)/(√2 − 1) &lt; 6 at most. With fewer rows
 * κ may be as large as some thousands, and a second pass restores the orthogonality (Yamamoto et al. 2015, CholeskyQR2).
 */
final class OrthonormalColumns {

    /** Smaller matrices are decomposed by reflections within a second. */
    private static final long LARGE = 1L << 30;
    /** Rows of a factor whose elements are reused from the cache; a multiple of 4. */
    private static final int BLOCK = 64;

    private OrthonormalColumns() {}

    /**
     * Q [rows, columns], row-major. 4·rows·columns² operations; of a large matrix about 3, or 6 with a second pass.
     *
     * @param gaussian [rows, columns], row-major; not modified
     * @param rows     at least as many as columns
     */
    static double[] of(double[] gaussian, int rows, int columns) {
        if ((long) rows * columns * columns >= LARGE) {
            Optional<double[]> q = byCholesky(gaussian, rows, columns);
            if (q.isPresent()) {
                return q.get();
            }
        }
        return byReflections(gaussian, rows, columns);
    }

    /** Empty if the matrix is so badly conditioned that XᵀX is not positive definite within rounding. */
    static Optional<double[]> byCholesky(double[] matrix, int rows, int columns) {
        Optional<double[]> q = pass(matrix, rows, columns);
        return rows >= 2 * columns ? q : q.flatMap(near -> pass(near, rows, columns));
    }

    static double[] byReflections(double[] matrix, int rows, int columns) {
        QRDecomposition<DMatrixRMaj> qr = DecompositionFactory_DDRM.qr(rows, columns);
        if (!qr.decompose(new DMatrixRMaj(rows, columns, true, matrix.clone()))) {
            throw new IllegalStateException("no QR decomposition of a Gaussian matrix");
        }
        double[] q = qr.getQ(null, true).getData();
        DMatrixRMaj r = qr.getR(null, true);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                q[i * columns + j] *= Math.signum(r.get(j, j));
            }
        }
        return q;
    }

    private static Optional<double[]> pass(double[] matrix, int rows, int columns) {
        CholeskyDecomposition_F64<DMatrixRMaj> cholesky = DecompositionFactory_DDRM.chol(columns, true);
        if (!cholesky.decompose(gram(matrix, rows, columns))) {
            return Optional.empty();
        }
        DMatrixRMaj inverse = cholesky.getT(null);
        TriangularSolver_DDRM.invertLower(inverse.getData(), columns);
        return Optional.of(product(matrix, rows, inverse));
    }

    /** XᵀX. */
    private static DMatrixRMaj gram(double[] matrix, int rows, int columns) {
        double[][] triangle = new double[columns][];
        Arrays.setAll(triangle, i -> new double[i + 1]);
        double[][] block = new double[BLOCK][columns];
        for (int from = 0; from < rows; from += BLOCK) {
            for (int k = 0; k < BLOCK; k++) {
                if (from + k < rows) {
                    System.arraycopy(matrix, (from + k) * columns, block[k], 0, columns);
                } else {
                    Arrays.fill(block[k], 0);
                }
            }
            for (int i = 0; i < columns; i++) {
                for (int k = 0; k < BLOCK; k += 4) {
                    addFour(block[k][i], block[k + 1][i], block[k + 2][i], block[k + 3][i],
                            block[k], block[k + 1], block[k + 2], block[k + 3], triangle[i]);
                }
            }
        }
        DMatrixRMaj gram = new DMatrixRMaj(columns, columns);
        for (int i = 0; i < columns; i++) {
            for (int j = 0; j <= i; j++) {
                gram.set(i, j, triangle[i][j]);
                gram.set(j, i, triangle[i][j]);
            }
        }
        return gram;
    }

    /** X·Lᵀ for a lower triangular L [columns, columns]: a block of columns of the product needs no later ones of X. */
    private static double[] product(double[] matrix, int rows, DMatrixRMaj lower) {
        int columns = lower.getNumCols();
        double[] product = new double[matrix.length];
        for (int from = 0; from < columns; from += BLOCK) {
            int to = Math.min(columns, from + BLOCK);
            int padded = (to + 3) / 4 * 4;
            double[][] factor = new double[padded][to - from];
            for (int k = 0; k < to; k++) {
                for (int j = from; j < to; j++) {
                    factor[k][j - from] = lower.get(j, k);
                }
            }
            double[] row = new double[padded];
            double[] result = new double[to - from];
            for (int i = 0; i < rows; i++) {
                System.arraycopy(matrix, i * columns, row, 0, to);
                Arrays.fill(result, 0);
                for (int k = 0; k < padded; k += 4) {
                    addFour(row[k], row[k + 1], row[k + 2], row[k + 3],
                            factor[k], factor[k + 1], factor[k + 2], factor[k + 3], result);
                }
                System.arraycopy(result, 0, product, i * columns + from, to - from);
            }
        }
        return product;
    }

    /** Adds a₀·b₀ + … + a₃·b₃ to a vector; in this form HotSpot vectorises the loop. */
    private static void addFour(double a0, double a1, double a2, double a3,
            double[] b0, double[] b1, double[] b2, double[] b3, double[] result) {
        for (int j = 0; j < result.length; j++) {
            result[j] += a0 * b0[j] + a1 * b1[j] + a2 * b2[j] + a3 * b3[j];
        }
    }
}
