package org.leastaction.tf.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** X = QR with orthonormal columns of Q and a positive diagonal of the upper triangular R = QᵀX. */
class OrthonormalColumnsTest {

    private static double[] gaussian(int rows, int columns) {
        SplittableRandom random = new SplittableRandom(31L * rows + columns);
        double[] values = new double[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextGaussian();
        }
        return values;
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "3, 2", "40, 40", "300, 299", "600, 300", "4500, 270", "8200, 20"})
    void theFactorsAreThoseOfTheDefinitionByEitherMethod(int rows, int columns) {
        double[] matrix = gaussian(rows, columns);
        double[] exact = matrix.clone();
        double[] fast = OrthonormalColumns.byCholesky(matrix, rows, columns).orElseThrow();
        double[] slow = OrthonormalColumns.byReflections(matrix, rows, columns);

        assertThat(matrix).as("the matrix is not modified").isEqualTo(exact);
        requireFactor(fast, matrix, rows, columns);
        requireFactor(slow, matrix, rows, columns);
        double difference = 0;
        for (int i = 0; i < fast.length; i++) {
            difference = Math.max(difference, Math.abs(fast[i] - slow[i]));
        }
        assertThat(difference).as("difference of the methods").isLessThan(1e-9);
    }

    @Test
    void aLargeMatrixIsDecomposedByProducts() {
        int rows = 4_096;
        int columns = 512;
        double[] matrix = gaussian(rows, columns);
        double[] q = OrthonormalColumns.of(matrix, rows, columns);

        requireFactor(q, matrix, rows, columns);
        assertThat(q).isEqualTo(
                OrthonormalColumns.byCholesky(matrix, rows, columns).orElseThrow());
    }

    @Test
    void aMatrixOfDependentColumnsIsLeftToReflections() {
        double[] matrix = gaussian(50, 3);
        for (int i = 0; i < 50; i++) {
            matrix[3 * i + 2] = matrix[3 * i];
        }

        assertThat(OrthonormalColumns.byCholesky(matrix, 50, 3)).isEmpty();
    }

    private static void requireFactor(double[] q, double[] matrix, int rows, int columns) {
        double orthogonality = 0;
        double below = 0;
        for (int a = 0; a < columns; a++) {
            for (int b = 0; b <= a; b++) {
                double product = 0;
                double r = 0;
                for (int i = 0; i < rows; i++) {
                    product += q[i * columns + a] * q[i * columns + b];
                    r += q[i * columns + a] * matrix[i * columns + b];
                }
                orthogonality = Math.max(orthogonality, Math.abs(product - (a == b ? 1 : 0)));
                if (a == b) {
                    assertThat(r).as("diagonal of R").isPositive();
                } else {
                    below = Math.max(below, Math.abs(r));
                }
            }
        }
        assertThat(orthogonality).as("QᵀQ − I").isLessThan(1e-12);
        assertThat(below).as("R below the diagonal").isLessThan(1e-9);
    }
}
