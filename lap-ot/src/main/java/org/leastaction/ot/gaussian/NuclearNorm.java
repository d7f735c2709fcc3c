package org.leastaction.ot.gaussian;

import org.ejml.dense.row.decomposition.svd.implicitqr.SvdImplicitQrAlgorithm_DDRM;
import org.leastaction.ot.kernel.CompensatedSum;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.kernel.Products;
import org.leastaction.ot.kernel.Tiles;
import org.leastaction.points.DoublePoints;

/** The sum of a matrix's singular values. */
final class NuclearNorm {

    private NuclearNorm() {
    }

    /**
     * ‖A·Bᵀ‖<sub>*</sub> for A, [k, d], and B, [l, d]; O(k·l·(d + min(k, l))).
     *
     * <p>Computed from the singular values of the product itself. The eigenvalues of (ABᵀ)(ABᵀ)ᵀ would take half the
     * time, but the roots of the small ones have only half the digits, and these matter in the difference that defines
     * the bound.
     */
    static double ofProduct(DoublePoints a, DoublePoints b, Parallelism parallelism) {
        Products product = a.size() >= b.size() ? Products.of(a, b) : Products.of(b, a);
        return of(Tiles.matrix(product, parallelism), parallelism);
    }

    /** ‖M‖<sub>*</sub> for M with at least as many rows as columns. M is modified. */
    static double of(double[][] matrix, Parallelism parallelism) {
        int n = matrix[0].length;
        Bidiagonal bidiagonal = Bidiagonal.of(matrix, parallelism);
        SvdImplicitQrAlgorithm_DDRM iteration = new SvdImplicitQrAlgorithm_DDRM(false);
        iteration.setFastValues(true);
        iteration.setMatrix(n, n, bidiagonal.diagonal(), bidiagonal.superdiagonal());
        if (!iteration.process()) {
            throw new ArithmeticException("the singular values of a " + matrix.length + " × " + n
                    + " matrix were not found: the iteration did not converge");
        }
        CompensatedSum sum = new CompensatedSum();
        for (int i = 0; i < n; i++) {
            sum.add(Math.abs(iteration.getSingularValue(i)));
        }
        return sum.value();
    }
}
