package org.leastaction.ot.gaussian;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.QRDecomposition;
import org.leastaction.ot.Weights;
import org.leastaction.ot.kernel.CompensatedSum;
import org.leastaction.points.DoublePoints;

/**
 * Mean and covariance of a point set, the covariance as a factor A with AᵀA = Σ.
 *
 * @param mean   [1, d]
 * @param factor A, [min(n, d), d]: the centred points times the roots of their weights, or their triangular factor where that is smaller
 * @param trace  tr Σ
 */
record Moments(DoublePoints mean, DoublePoints factor, double trace) {

    static Moments of(DoublePoints points, Weights weights) {
        double[] mean = mean(points, weights);
        double[] centred = centred(points, mean);
        int n = points.size();
        int d = points.dimension();
        CompensatedSum trace = new CompensatedSum();
        for (int i = 0; i < centred.length; i++) {
            centred[i] *= Math.sqrt(weights.get(i / d));
            trace.add(centred[i] * centred[i]);
        }
        if (!Double.isFinite(trace.value())) {
            throw new IllegalArgumentException("the points' variances overflow double precision: scale them down");
        }
        double[] factor = n > d ? triangular(centred, n, d) : centred;
        return new Moments(DoublePoints.wrap(mean, 1, d), DoublePoints.wrap(factor, Math.min(n, d), d), trace.value());
    }

    /** In two passes: the second takes out the rounding that the first leaves for points far from the origin. */
    private static double[] mean(DoublePoints points, Weights weights) {
        double[] mean = new double[points.dimension()];
        for (int pass = 0; pass < 2; pass++) {
            double[] rest = centred(points, mean);
            double[] correction = new double[mean.length];
            for (int i = 0; i < points.size(); i++) {
                for (int k = 0; k < mean.length; k++) {
                    correction[k] += weights.get(i) * rest[i * mean.length + k];
                }
            }
            for (int k = 0; k < mean.length; k++) {
                mean[k] += correction[k];
            }
        }
        return mean;
    }

    private static double[] centred(DoublePoints points, double[] mean) {
        double[] centred = points.toArray();
        for (int i = 0; i < centred.length; i += mean.length) {
            for (int k = 0; k < mean.length; k++) {
                centred[i + k] -= mean[k];
            }
        }
        return centred;
    }

    /** R of the decomposition X = QR, [d, d]: RᵀR = XᵀX without the loss of digits of forming XᵀX. */
    private static double[] triangular(double[] matrix, int rows, int columns) {
        QRDecomposition<DMatrixRMaj> qr = DecompositionFactory_DDRM.qr(rows, columns);
        // It answers false for columns of zeros, such as constant coordinates; its R is right all the same.
        qr.decompose(DMatrixRMaj.wrap(rows, columns, matrix));
        return qr.getR(null, true).data;
    }
}
