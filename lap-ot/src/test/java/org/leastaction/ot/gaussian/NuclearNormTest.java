package org.leastaction.ot.gaussian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.leastaction.ot.kernel.Parallelism;

/** Against EJML's own singular values, which are computed entirely by other code. */
class NuclearNormTest {

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "3, 1, 1", "2, 2, 2", "9, 4, 4", "40, 40, 40", "150, 33, 33", "300, 300, 300",
            "600, 420, 420", "60, 60, 7", "200, 150, 3", "50, 50, 0"})
    void sumOfSingularValuesIsThatOfEjml(int m, int n, int rank) {
        double[][] matrix = random(m, n, rank, 31L * m + n);
        double expected = ejml(matrix);

        double norm = NuclearNorm.of(copy(matrix), new Parallelism(3));

        assertThat(norm).isCloseTo(expected, within(1e-12 * expected + 1e-300));
    }

    @Test
    void singularValuesOfManyMagnitudesAreFound() {
        double[][] matrix = random(80, 80, 80, 5);
        for (int i = 0; i < 80; i++) {
            for (int j = 0; j < 80; j++) {
                matrix[i][j] *= Math.pow(10, -(i + j) / 10.0);
            }
        }

        double expected = ejml(matrix);

        assertThat(NuclearNorm.of(copy(matrix), Parallelism.sequential()))
                .isCloseTo(expected, within(1e-13 * expected));
    }

    @Test
    void threadsChangeNoBit() {
        double[][] matrix = random(700, 500, 500, 6);

        double one = NuclearNorm.of(copy(matrix), Parallelism.sequential());

        assertThat(NuclearNorm.of(copy(matrix), new Parallelism(4))).isEqualTo(one);
    }

    @Test
    void entriesOfAnySizeAreTaken() {
        double[][] matrix = random(30, 20, 20, 7);
        double expected = ejml(matrix);
        for (double scale : new double[] {1e-150, 1e150}) {
            double[][] scaled = copy(matrix);
            for (double[] row : scaled) {
                Arrays.setAll(row, j -> scale * row[j]);
            }
            assertThat(NuclearNorm.of(scaled, Parallelism.sequential()) / scale).as("scale %g", scale)
                    .isCloseTo(expected, within(1e-12 * expected));
        }
    }

    private static double[][] random(int m, int n, int rank, long seed) {
        Random random = new Random(seed);
        double[][] matrix = new double[m][n];
        for (int r = 0; r < rank; r++) {
            double[] a = random.doubles(m, -1, 1).toArray();
            double[] b = random.doubles(n, -1, 1).toArray();
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    matrix[i][j] += a[i] * b[j];
                }
            }
        }
        return matrix;
    }

    private static double ejml(double[][] matrix) {
        SingularValueDecomposition_F64<DMatrixRMaj> svd =
                DecompositionFactory_DDRM.svd(matrix.length, matrix[0].length, false, false, false);
        assertThat(svd.decompose(new DMatrixRMaj(matrix))).isTrue();
        return Arrays.stream(svd.getSingularValues(), 0, svd.numberOfSingularValues()).sum();
    }

    private static double[][] copy(double[][] matrix) {
        return Arrays.stream(matrix).map(double[]::clone).toArray(double[][]::new);
    }
}
