package org.leastaction.ot.gaussian;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.QRDecomposition;
import org.leastaction.ot.Weights;
import org.leastaction.ot.kernel.CompensatedSum;
import org.leastaction.points.DoublePoints;

/**
 * Mean and covariance of a point set around an origin near it, the covariance as a factor A with AᵀA = Σ.
 *
 * @param mean     [1, d], relative to the origin
 * @param meanRest [1, d], the rounding error of the mean
 * @param factor   A, [min(n, d), d]: the centred points times the roots of their weights, or their triangular factor if
 *                 that is smaller
 * @param trace    tr Σ
 * @param spread   root of the mean squared distance to the origin
 */
record Moments(DoublePoints mean, DoublePoints meanRest, DoublePoints factor, double trace, double spread) {

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
