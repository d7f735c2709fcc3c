package org.leastaction.metrics.jacobian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.metrics.Estimate;
import org.leastaction.metrics.jacobian.JacobianField.ProductField;
import org.leastaction.metrics.jacobian.LocalJacobian.Hutchinson;

class ForwardJacobianTest {

    private static final JacobianOptions OPTIONS = JacobianOptions.defaults().withExactUpTo(0);

    /** A field without products with the transpose. */
    private static JacobianField forward(RealMatrix matrix) {
        JacobianField field = Matrices.field(matrix, 1);
        return new ProductField(1, matrix.getColumnDimension(), matrix.getRowDimension(), 1e-12, field::apply, w -> {
            throw new AssertionError("a product with the transpose");
        });
    }

    private static RealMatrix independent(int d, Random random) {
        RealMatrix matrix = new Array2DRowRealMatrix(d, d);
        for (int i = 0; i < d * d; i++) {
            matrix.setEntry(i / d, i % d, random.nextGaussian() / Math.sqrt(d));
        }
        return matrix;
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 200})
    void theAsymmetryOfASymmetricMatrixIs0AndOfASkewOne1(int dimension) {
        RealMatrix matrix = independent(dimension, new Random(3));
        RealMatrix symmetric = matrix.add(matrix.transpose());
        RealMatrix skew = matrix.subtract(matrix.transpose());

        assertThat(asymmetry(symmetric, 0).value()).isCloseTo(0, within(1e-6));
        assertThat(asymmetry(skew, 0).value()).isCloseTo(1, within(1e-6));
    }

    private static Estimate asymmetry(RealMatrix matrix, long seed) {
        return ForwardJacobian.of(forward(matrix), OPTIONS.withSeed(seed)).get(0).asymmetry().orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"60, 0", "200, 0", "60, 1", "200, 1"})
    void intervalsContainTheAsymmetryOfAMatrixAndOfAMapNearTheIdentity(int dimension, double identity) {
        int seeds = 40;
        int contained = 0;
        for (int seed = 0; seed < seeds; seed++) {
            RealMatrix matrix = independent(dimension, new Random(seed)).scalarMultiply(0.3)
                    .add(MatrixUtils.createRealIdentityMatrix(dimension).scalarMultiply(identity));
            double exact = matrix.subtract(matrix.transpose()).getFrobeniusNorm() / (2 * matrix.getFrobeniusNorm());
            Estimate estimate = asymmetry(matrix, seed);
            contained += estimate.contains(exact) ? 1 : 0;
            assertThat(estimate.value()).as("seed %d", seed).isCloseTo(exact, within(0.06));
        }

        assertThat(contained).as("of %d seeds from 0", seeds).isGreaterThanOrEqualTo(34);
    }

    @Test
    void theStretchIsALowerBoundAndCloseForASymmetricMatrix() {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            double[] values = new double[100];
            Arrays.setAll(values, i -> -1 + 4.0 * i / 99);
            ForwardJacobian symmetric =
                    ForwardJacobian.of(forward(Matrices.ofEigenvalues(values, random)), OPTIONS).get(0);
            ForwardJacobian general =
                    ForwardJacobian.of(forward(Matrices.ofSingularValues(values, random)), OPTIONS).get(0);

            assertThat(symmetric.stretch()).as("seed %d", seed).isBetween(2.7, 3 + 1e-9);
            assertThat(symmetric.residueStretch().orElseThrow()).as("seed %d", seed).isBetween(1.7, 2 + 1e-9);
            assertThat(general.stretch()).as("seed %d", seed).isBetween(1.5, 3 + 1e-9);
        }
    }

    @Test
    void aMatrixThatIsNotSquareHasAStretchOnly() {
        RealMatrix matrix = independent(30, new Random(1)).getSubMatrix(0, 9, 0, 29);
        ForwardJacobian measured = ForwardJacobian.of(forward(matrix), OPTIONS).get(0);
        double norm = LocalJacobian.of(Matrices.field(matrix, 1), OPTIONS).get(0).singularValues().largest().value();

        assertThat(measured.stretch()).isBetween(0.3 * norm, norm);
        assertThat(measured.asymmetry()).isEmpty();
        assertThat(measured.residueStretch()).isEmpty();
    }

    @Test
    void bothAsymmetriesAgree() {
        RealMatrix matrix = independent(150, new Random(8));
        List<Estimate> both = List.of(
                Hutchinson.asymmetry(Matrices.field(matrix, 1), OPTIONS).get(0), asymmetry(matrix, 0));

        assertThat(both.get(0).value()).isCloseTo(both.get(1).value(), within(0.03));
    }
}
