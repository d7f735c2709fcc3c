package org.leastaction.ot.gaussian;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_MT_DDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;
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
     * <p>By singular values of the product itself: the eigenvalues of (ABᵀ)(ABᵀ)ᵀ would be cheaper by half, but the
     * roots of the small ones have half their digits only, and the bound is a difference in which these count.
     */
    static double ofProduct(DoublePoints a, DoublePoints b, Parallelism parallelism) {
        double[][] product = Tiles.matrix(Products.of(a, b), parallelism);
        int rows = a.size();
        int columns = b.size();
        SingularValueDecomposition_F64<DMatrixRMaj> svd = parallelism.threads() == 1
                ? DecompositionFactory_DDRM.svd(rows, columns, false, false, false)
                : DecompositionFactory_MT_DDRM.svd(rows, columns, false, false, false);
        if (!svd.decompose(new DMatrixRMaj(product))) {
            throw new ArithmeticException("the singular values of a " + rows + " × " + columns
                    + " matrix were not found: the iteration did not converge");
        }
        CompensatedSum sum = new CompensatedSum();
        for (int i = 0; i < svd.numberOfSingularValues(); i++) {
            sum.add(svd.getSingularValues()[i]);
        }
        return sum.value();
    }
}
