package org.leastaction.metrics.jacobian;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.leastaction.metrics.Estimate;
import org.leastaction.points.DoublePoints;

/** Jacobians of few dimensions, computed exactly up to rounding from d products. */
final class ExactJacobians {

    private ExactJacobians() {
    }

    static List<LocalJacobian> of(JacobianField field) {
        List<LocalJacobian> all = new ArrayList<>();
        for (RealMatrix matrix : matrices(field)) {
            all.add(measured(matrix, field));
        }
        return all;
    }

    /** J at every point, [d', d]. */
    static List<RealMatrix> matrices(JacobianField field) {
        int n = field.size();
        int d = field.inputDimension();
        List<RealMatrix> matrices = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            matrices.add(new Array2DRowRealMatrix(field.outputDimension(), d));
        }
        for (int j = 0; j < d; j++) {
            double[] unit = new double[n * d];
            for (int i = 0; i < n; i++) {
                unit[i * d + j] = 1;
            }
            DoublePoints column = field.apply(DoublePoints.wrap(unit, n, d));
            for (int i = 0; i < n; i++) {
                for (int row = 0; row < field.outputDimension(); row++) {
                    matrices.get(i).setEntry(row, j, column.get(i, row));
                }
            }
        }
        return matrices;
    }

    private static LocalJacobian measured(RealMatrix j, JacobianField field) {
        double[] values = new SingularValueDecomposition(j).getSingularValues();
        double rounding = field.precision() * values[0];
        SingularValues singular = new SingularValues(
                around(values[0], rounding, 0), around(values[values.length - 1], rounding, 0), rounding, rounding);
        if (!field.isSquare()) {
            return new LocalJacobian(singular, Optional.empty(), Optional.empty(), Optional.empty());
        }
        RealMatrix transposed = j.transpose();
        double whole = j.getFrobeniusNorm();
        double asymmetry = whole == 0 ? 0 : j.subtract(transposed).getFrobeniusNorm() / (2 * whole);
        double[] eigenvalues = new EigenDecomposition(j.add(transposed).scalarMultiply(0.5)).getRealEigenvalues();
        double[] residue = new SingularValueDecomposition(
                j.subtract(MatrixUtils.createRealIdentityMatrix(j.getRowDimension())))
                .getSingularValues();
        return new LocalJacobian(
                singular,
                Optional.of(around(residue[0], rounding + field.precision(), 0)),
                Optional.of(around(asymmetry, field.precision(), 0)),
                Optional.of(new LeastEigenvalue(
                        around(eigenvalues[eigenvalues.length - 1], rounding, Double.NEGATIVE_INFINITY), rounding)));
    }

    private static Estimate around(double value, double rounding, double least) {
        return new Estimate(value, Math.max(least, value - rounding), value + rounding);
    }
}
