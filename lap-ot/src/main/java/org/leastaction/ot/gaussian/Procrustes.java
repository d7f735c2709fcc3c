package org.leastaction.ot.gaussian;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.NormOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;
import org.leastaction.points.DoublePoints;

/**
 * The Bures distance of two covariances AᵀA and BᵀB that are nearly equal: min over U with orthonormal columns of ‖A −
 * U·B‖<sub>F</sub>, where U is the orthogonal factor of ABᵀ. This is a norm of small differences and hence accurate,
 * whereas its square, tr AᵀA + tr BᵀB − 2‖ABᵀ‖<sub>*</sub>, is a small difference of large numbers.
 */
final class Procrustes {

    private Procrustes() {
    }

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
