package org.leastaction.metrics.jacobian;

import java.util.Random;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.leastaction.metrics.jacobian.JacobianField.ProductField;
import org.leastaction.points.DoublePoints;

/** Linear maps of known spectrum, as fields: the same matrix at every point. */
public final class Matrices {

    private Matrices() {}

    /** The field of one matrix; products in double precision. */
    public static JacobianField field(RealMatrix matrix, int points) {
        return new ProductField(points, matrix.getColumnDimension(), matrix.getRowDimension(), 1e-12,
                u -> product(matrix, u), w -> product(matrix.transpose(), w));
    }

    /** Q with independent, uniformly distributed orthonormal columns. */
    public static RealMatrix orthogonal(int d, Random random) {
        RealMatrix matrix = new Array2DRowRealMatrix(d, d);
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                matrix.setEntry(i, j, random.nextGaussian());
            }
        }
        return new QRDecomposition(matrix).getQ();
    }

    /** P·diag(values)·Qᵀ: these singular values. */
    public static RealMatrix ofSingularValues(double[] values, Random random) {
        return orthogonal(values.length, random)
                .multiply(MatrixUtils.createRealDiagonalMatrix(values))
                .multiply(orthogonal(values.length, random).transpose());
    }

    /** Q·diag(values)·Qᵀ: symmetric with these eigenvalues. */
    public static RealMatrix ofEigenvalues(double[] values, Random random) {
        RealMatrix q = orthogonal(values.length, random);
        return q.multiply(MatrixUtils.createRealDiagonalMatrix(values)).multiply(q.transpose());
    }

    private static DoublePoints product(RealMatrix matrix, DoublePoints vectors) {
        double[][] products = new double[vectors.size()][];
        for (int i = 0; i < products.length; i++) {
            products[i] = matrix.operate(vectors.rows(i, i + 1).toArray());
        }
        return DoublePoints.of(products);
    }
}
