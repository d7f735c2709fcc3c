package org.leastaction.flow.contract;

import java.util.Random;
import org.leastaction.flow.training.Initialisation;
import org.leastaction.flow.training.Optimiser.Sgd;

/** An affine map that learns: weights, their summed gradient, their momentum. Rows hold the matrix, then the offset. */
final class AffineLayer {

    private final double[][] weights;
    private final double[][] gradient;
    private final double[][] momentum;

    private AffineLayer(double[][] weights) {
        this.weights = weights;
        this.gradient = new double[weights.length][weights[0].length];
        this.momentum = new double[weights.length][weights[0].length];
    }

    static AffineLayer initialised(int outputs, int inputs, Initialisation initialisation, Random random) {
        double[][] matrix = new double[outputs][inputs];
        for (double[] row : matrix) {
            for (int j = 0; j < inputs; j++) {
                row[j] = random.nextGaussian();
            }
        }
        double scale = initialisation.gain();
        switch (initialisation.scheme()) {
            case ORTHOGONAL -> matrix = orthonormal(matrix);
            case KAIMING -> scale *= Math.sqrt(2.0 / outputs);
            case NORMAL -> {}
        }
        double[][] weights = new double[outputs][inputs + 1];
        for (int i = 0; i < outputs; i++) {
            for (int j = 0; j < inputs; j++) {
                weights[i][j] = scale * matrix[i][j];
            }
        }
        return new AffineLayer(weights);
    }

    double[] apply(double[] x) {
        double[] y = new double[weights.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = weights[i][x.length];
            for (int j = 0; j < x.length; j++) {
                y[i] += weights[i][j] * x[j];
            }
        }
        return y;
    }

    /** Adds the contribution of the loss's gradient {@code error} at the output; returns the gradient at the input. */
    double[] backward(double[] x, double[] error) {
        double[] back = new double[x.length];
        for (int i = 0; i < error.length; i++) {
            for (int j = 0; j < x.length; j++) {
                gradient[i][j] += error[i] * x[j];
                back[j] += error[i] * weights[i][j];
            }
            gradient[i][x.length] += error[i];
        }
        return back;
    }

    void step(Sgd optimiser, double rate) {
        for (int i = 0; i < weights.length; i++) {
            for (int j = 0; j < weights[i].length; j++) {
                double g = gradient[i][j] + optimiser.weightDecay() * weights[i][j];
                momentum[i][j] = optimiser.momentum() * momentum[i][j] + g;
                weights[i][j] -= rate * momentum[i][j];
                gradient[i][j] = 0;
            }
        }
    }

    boolean isFinite() {
        for (double[] row : weights) {
            for (double weight : row) {
                if (!Double.isFinite(weight)) {
                    return false;
                }
            }
        }
        return true;
    }

    AffineMap map() {
        int inputs = weights[0].length - 1;
        double[][] matrix = new double[weights.length][inputs];
        double[] offset = new double[weights.length];
        for (int i = 0; i < weights.length; i++) {
            System.arraycopy(weights[i], 0, matrix[i], 0, inputs);
            offset[i] = weights[i][inputs];
        }
        return AffineMap.of(matrix, offset);
    }

    /** Orthonormal rows by Gram and Schmidt, or columns where there are more rows than columns. */
    private static double[][] orthonormal(double[][] matrix) {
        if (matrix.length > matrix[0].length) {
            return transposed(orthonormal(transposed(matrix)));
        }
        for (int i = 0; i < matrix.length; i++) {
            for (int k = 0; k < i; k++) {
                double projection = dot(matrix[i], matrix[k]);
                for (int j = 0; j < matrix[i].length; j++) {
                    matrix[i][j] -= projection * matrix[k][j];
                }
            }
            double norm = Math.sqrt(dot(matrix[i], matrix[i]));
            for (int j = 0; j < matrix[i].length; j++) {
                matrix[i][j] /= norm;
            }
        }
        return matrix;
    }

    private static double[][] transposed(double[][] matrix) {
        double[][] transposed = new double[matrix[0].length][];
        for (int j = 0; j < transposed.length; j++) {
            transposed[j] = AffineMap.column(matrix, j);
        }
        return transposed;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += a[j] * b[j];
        }
        return sum;
    }
}
