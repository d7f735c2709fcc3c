package org.leastaction.flow.contract;

import java.util.Objects;

/** x ↦ Mx + c from R^d to R^e, in double precision. */
public final class AffineMap {

    private final double[][] matrix;
    private final double[] offset;

    private AffineMap(double[][] matrix, double[] offset) {
        this.matrix = matrix;
        this.offset = offset;
    }

    /**
     * The map of a matrix and an offset, both copied.
     *
     * @param matrix M, [e, d] with e, d ≥ 1
     * @param offset c, [e]
     * @throws IllegalArgumentException if rows differ in length, or the offset's length is not e
     */
    public static AffineMap of(double[][] matrix, double[] offset) {
        if (matrix.length == 0 || matrix[0].length == 0) {
            throw new IllegalArgumentException("an affine map has a matrix of at least one row and one column");
        }
        if (offset.length != matrix.length) {
            throw new IllegalArgumentException(
                    "an offset of " + offset.length + " numbers does not fit a matrix of " + matrix.length + " rows");
        }
        double[][] copy = new double[matrix.length][];
        for (int i = 0; i < matrix.length; i++) {
            if (matrix[i].length != matrix[0].length) {
                throw new IllegalArgumentException(
                        "row " + i + " has " + matrix[i].length + " numbers, row 0 has " + matrix[0].length);
            }
            copy[i] = matrix[i].clone();
        }
        return new AffineMap(copy, offset.clone());
    }

    /** x ↦ Mx. */
    public static AffineMap linear(double[][] matrix) {
        return of(matrix, new double[matrix.length]);
    }

    /** x ↦ x on R^d. */
    public static AffineMap identity(int dimension) {
        double[][] matrix = new double[dimension][dimension];
        for (int i = 0; i < dimension; i++) {
            matrix[i][i] = 1;
        }
        return linear(matrix);
    }

    /** d, the dimension of its arguments. */
    public int inputDimension() {
        return matrix[0].length;
    }

    /** e, the dimension of its values. */
    public int outputDimension() {
        return matrix.length;
    }

    /** M, copied: [e, d]. */
    public double[][] matrix() {
        double[][] copy = new double[matrix.length][];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = matrix[i].clone();
        }
        return copy;
    }

    /** c, copied: [e]. */
    public double[] offset() {
        return offset.clone();
    }

    /** Mx + c. */
    public double[] apply(double[] x) {
        double[] y = applyLinear(x);
        for (int i = 0; i < y.length; i++) {
            y[i] += offset[i];
        }
        return y;
    }

    /** Mx: the image of a difference. */
    public double[] applyLinear(double[] x) {
        checkLength(x, inputDimension());
        double[] y = new double[outputDimension()];
        for (int i = 0; i < y.length; i++) {
            for (int j = 0; j < x.length; j++) {
                y[i] += matrix[i][j] * x[j];
            }
        }
        return y;
    }

    /** Mᵀw. */
    public double[] applyTransposed(double[] w) {
        checkLength(w, outputDimension());
        double[] x = new double[inputDimension()];
        for (int i = 0; i < w.length; i++) {
            for (int j = 0; j < x.length; j++) {
                x[j] += matrix[i][j] * w[i];
            }
        }
        return x;
    }

    /** x ↦ this(first(x)). */
    public AffineMap after(AffineMap first) {
        double[][] product = new double[outputDimension()][first.inputDimension()];
        for (int j = 0; j < first.inputDimension(); j++) {
            double[] column = applyLinear(column(first.matrix, j));
            for (int i = 0; i < column.length; i++) {
                product[i][j] = column[i];
            }
        }
        return new AffineMap(product, apply(first.offset));
    }

    /** x ↦ this(x) + other(x). */
    public AffineMap plus(AffineMap other) {
        Objects.requireNonNull(other, "other");
        if (other.inputDimension() != inputDimension() || other.outputDimension() != outputDimension()) {
            throw new IllegalArgumentException("a map from dimension " + other.inputDimension() + " to "
                    + other.outputDimension() + " cannot be added to one from " + inputDimension() + " to "
                    + outputDimension());
        }
        double[][] sum = matrix();
        double[] offsets = offset();
        for (int i = 0; i < sum.length; i++) {
            for (int j = 0; j < sum[i].length; j++) {
                sum[i][j] += other.matrix[i][j];
            }
            offsets[i] += other.offset[i];
        }
        return new AffineMap(sum, offsets);
    }

    static double[] column(double[][] matrix, int j) {
        double[] column = new double[matrix.length];
        for (int i = 0; i < column.length; i++) {
            column[i] = matrix[i][j];
        }
        return column;
    }

    private static void checkLength(double[] x, int expected) {
        if (x.length != expected) {
            throw new IllegalArgumentException("the map takes " + expected + " numbers, not " + x.length);
        }
    }
}
