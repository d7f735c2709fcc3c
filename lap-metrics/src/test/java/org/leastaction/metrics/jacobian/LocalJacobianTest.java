package org.leastaction.metrics.jacobian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
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
import org.leastaction.metrics.jacobian.JacobianField.ProductField;
import org.leastaction.metrics.jacobian.LocalJacobian.Hutchinson;
import org.leastaction.metrics.statistics.Bootstrap;

class LocalJacobianTest {

    private static final JacobianOptions KRYLOV = JacobianOptions.defaults().withExactUpTo(0);

    @ParameterizedTest
    @CsvSource({"2, 0", "2, 32", "20, 0", "20, 32", "80, 0", "300, 0"})
    void intervalsHoldAKnownSpectrum(int dimension, int exactUpTo) {
        int seeds = 20;
        int largest = 0;
        int smallest = 0;
        for (long seed = 0; seed < seeds; seed++) {
            Random random = new Random(seed);
            double[] values = new double[dimension];
            Arrays.setAll(values, i -> 0.5 + 2.5 * i / (dimension - 1));
            RealMatrix matrix = Matrices.ofSingularValues(values, random);
            LocalJacobian local = LocalJacobian.of(
                    Matrices.field(matrix, 1), KRYLOV.withExactUpTo(exactUpTo).withSeed(seed)).get(0);
            largest += local.singularValues().largest().contains(3) ? 1 : 0;
            smallest += local.singularValues().smallest().contains(0.5) ? 1 : 0;
            assertThat(local.singularValues().largest().value()).as("seed %d", seed).isBetween(2.9, 3 + 1e-9);
            assertThat(local.singularValues().smallest().value()).as("seed %d", seed).isGreaterThan(0.5 - 1e-9);
        }

        assertThat(largest).as("of %d seeds from 0", seeds).isGreaterThanOrEqualTo(18);
        assertThat(smallest).as("of %d seeds from 0", seeds).isGreaterThanOrEqualTo(18);
    }

    @Test
    void theKrylovSpaceHoldsMoreThanThePowerIteration() {
        Random random = new Random(5);
        double[] values = new double[200];
        Arrays.setAll(values, i -> 1 + i / 199.0);
        RealMatrix matrix = Matrices.ofSingularValues(values, random);

        double krylov = GolubKahan.of(Matrices.field(matrix, 1), KRYLOV).get(0).largest().value();

        assertThat(krylov).as("seed 5").isGreaterThan(powerIteration(matrix, KRYLOV.steps(), random))
                .isCloseTo(2, within(0.01));
    }

    @Test
    void everyPointHasItsOwnJacobian() {
        Random random = new Random(7);
        RealMatrix first = Matrices.ofSingularValues(new double[] {1, 2, 3, 4}, random);
        RealMatrix second = Matrices.ofEigenvalues(new double[] {-1, 0, 2, 9}, random);
        JacobianField one = Matrices.field(first, 1);
        JacobianField other = Matrices.field(second, 1);
        JacobianField both = new ProductField(2, 4, 4, 1e-12,
                u -> Stack.of(one.apply(u.rows(0, 1)), other.apply(u.rows(1, 2))),
                w -> Stack.of(one.applyTransposed(w.rows(0, 1)), other.applyTransposed(w.rows(1, 2))));

        for (int exactUpTo : new int[] {0, 32}) {
            List<LocalJacobian> locals = LocalJacobian.of(both, KRYLOV.withExactUpTo(exactUpTo));
            assertThat(locals.get(0).singularValues().largest().value()).isCloseTo(4, within(1e-9));
            assertThat(locals.get(0).singularValues().smallest().value()).isCloseTo(1, within(1e-9));
            assertThat(locals.get(1).singularValues().largest().value()).isCloseTo(9, within(1e-9));
            assertThat(locals.get(1).singularValues().smallest().value()).isCloseTo(0, within(1e-7));
            assertThat(locals.get(1).smallestEigenvalue().orElseThrow().value().value()).isCloseTo(-1, within(1e-9));
            assertThat(locals.get(1).residueNorm().orElseThrow().value()).isCloseTo(8, within(1e-9));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 60})
    void aSymmetricPositiveMatrixLooksLikeAGradient(int dimension) {
        Random random = new Random(9);
        double[] values = new double[dimension];
        Arrays.setAll(values, i -> 0.1 + random.nextDouble());
        LocalJacobian local = LocalJacobian.of(
                Matrices.field(Matrices.ofEigenvalues(values, random), 1), JacobianOptions.defaults()).get(0);

        assertThat(local.asymmetry().orElseThrow().contains(0)).as("seed 9").isTrue();
        assertThat(local.asymmetry().orElseThrow().value()).as("seed 9").isLessThan(1e-12);
        assertThat(local.smallestEigenvalue().orElseThrow().value()
                .contains(Arrays.stream(values).min().orElseThrow())).as("seed 9").isTrue();
        assertThat(local.smallestEigenvalue().orElseThrow().value().value()).as("seed 9").isPositive();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.3, 1.5, 2.5})
    void aRotationIsAsAsymmetricAsItsAngle(double angle) {
        RealMatrix turn = new Array2DRowRealMatrix(new double[][] {
                {Math.cos(angle), -Math.sin(angle)}, {Math.sin(angle), Math.cos(angle)}});
        LocalJacobian local = LocalJacobian.of(Matrices.field(turn, 1), JacobianOptions.defaults()).get(0);

        assertThat(local.asymmetry().orElseThrow().value()).isCloseTo(Math.abs(Math.sin(angle)), within(1e-12));
        assertThat(local.smallestEigenvalue().orElseThrow().value().value())
                .isCloseTo(Math.cos(angle), within(1e-12));
        assertThat(local.singularValues().largest().contains(1)).isTrue();
        assertThat(local.singularValues().smallest().contains(1)).isTrue();
    }

    @Test
    void hutchinsonsIntervalHoldsTheAsymmetry() {
        int held = 0;
        int seeds = 100;
        for (long seed = 0; seed < seeds; seed++) {
            Random random = new Random(seed);
            double[] values = new double[40];
            Arrays.setAll(values, i -> random.nextDouble());
            RealMatrix matrix = Matrices.ofSingularValues(values, random);
            double truth = matrix.subtract(matrix.transpose()).getFrobeniusNorm() / (2 * matrix.getFrobeniusNorm());
            held += Hutchinson.asymmetry(Matrices.field(matrix, 1), KRYLOV.withSeed(seed)).get(0).contains(truth)
                    ? 1 : 0;
        }

        assertThat(held).as("of %d seeds from 0", seeds).isGreaterThanOrEqualTo(90);
    }

    @Test
    void aProjectionOfMoreDimensionsThanItReachesHasNoSymmetricPart() {
        RealMatrix wide = new Array2DRowRealMatrix(new double[][] {{3, 0, 0}, {0, 2, 0}});

        for (int exactUpTo : new int[] {0, 32}) {
            LocalJacobian local = LocalJacobian.of(Matrices.field(wide, 1), KRYLOV.withExactUpTo(exactUpTo)).get(0);
            assertThat(local.singularValues().largest().value()).isCloseTo(3, within(1e-9));
            assertThat(local.singularValues().smallest().value()).isCloseTo(2, within(1e-9));
            assertThat(local.asymmetry()).isEmpty();
            assertThat(local.smallestEigenvalue()).isEmpty();
        }
        assertThatIllegalArgumentException().isThrownBy(() -> Matrices.field(wide, 1).symmetricPart())
                .withMessageContaining("not square");
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 50})
    void theZeroMapAndTheIdentityAreNoTrouble(int dimension) {
        RealMatrix zero = new Array2DRowRealMatrix(dimension, dimension);
        RealMatrix identity = MatrixUtils.createRealIdentityMatrix(dimension);

        for (int exactUpTo : new int[] {0, 32}) {
            LocalJacobian none = LocalJacobian.of(Matrices.field(zero, 2), KRYLOV.withExactUpTo(exactUpTo)).get(1);
            LocalJacobian one = LocalJacobian.of(Matrices.field(identity, 2), KRYLOV.withExactUpTo(exactUpTo)).get(1);
            assertThat(none.singularValues().largest().value()).isZero();
            assertThat(none.asymmetry().orElseThrow().value()).isZero();
            assertThat(one.singularValues().smallest().value()).isCloseTo(1, within(1e-12));
            assertThat(one.singularValues().smallest().contains(1)).isTrue();
            assertThat(one.residueNorm().orElseThrow().value()).isCloseTo(0, within(1e-12));
            assertThat(one.smallestEigenvalue().orElseThrow().value().value()).isCloseTo(1, within(1e-12));
        }
    }

    @Test
    void theSummaryTakesTheExtremesAndMeans() {
        Random random = new Random(11);
        JacobianField calm = Matrices.field(Matrices.ofEigenvalues(new double[] {1, 1, 1}, random), 3);
        JacobianField wild = Matrices.field(Matrices.ofEigenvalues(new double[] {-2, 1, 5}, random), 1);
        List<LocalJacobian> all = new ArrayList<>(LocalJacobian.of(calm, JacobianOptions.defaults()));
        all.addAll(LocalJacobian.of(wild, JacobianOptions.defaults()));

        JacobianSummary summary = JacobianSummary.of(all, Bootstrap.defaults());

        assertThat(summary.points()).isEqualTo(4);
        assertThat(summary.lipschitz().value()).isCloseTo(5, within(1e-9));
        assertThat(summary.meanStretch().value()).isCloseTo(2, within(1e-9));
        assertThat(summary.stretch(0.5)).isCloseTo(1, within(1e-9));
        assertThat(summary.leastEigenvalue().orElseThrow().value()).isCloseTo(-2, within(1e-9));
        assertThat(summary.negativeShare().orElseThrow().value()).isEqualTo(0.25);
        assertThat(summary.residueLipschitz().orElseThrow().value()).isCloseTo(4, within(1e-9));
        assertThatIllegalArgumentException().isThrownBy(() -> JacobianSummary.of(List.of(), Bootstrap.defaults()))
                .withMessageContaining("no Jacobians");
    }

    @Test
    void productsThatAreNotFiniteAreRefused() {
        RealMatrix broken = new Array2DRowRealMatrix(new double[][] {{1, Double.NaN}, {0, 1}});

        for (int exactUpTo : new int[] {0, 32}) {
            assertThatThrownBy(() -> LocalJacobian.of(Matrices.field(broken, 1), KRYLOV.withExactUpTo(exactUpTo)))
                    .isInstanceOf(ArithmeticException.class).hasMessageContaining("point 0");
        }
    }

    @Test
    void badOptionsAreNamed() {
        assertThatIllegalArgumentException().isThrownBy(() -> KRYLOV.withSteps(1)).withMessageContaining("2 steps");
        assertThatIllegalArgumentException().isThrownBy(() -> KRYLOV.withProbes(1)).withMessageContaining("probes");
        assertThatIllegalArgumentException().isThrownBy(() -> KRYLOV.withExactUpTo(-1)).withMessageContaining("-1");
    }

    private static double powerIteration(RealMatrix matrix, int steps, Random random) {
        double[] v = new double[matrix.getColumnDimension()];
        Arrays.setAll(v, i -> random.nextGaussian());
        RealMatrix square = matrix.transpose().multiply(matrix);
        double value = 0;
        for (int k = 0; k < steps; k++) {
            double norm = Math.sqrt(Arrays.stream(v).map(x -> x * x).sum());
            v = Arrays.stream(v).map(x -> x / norm).toArray();
            value = Math.sqrt(Arrays.stream(matrix.operate(v)).map(x -> x * x).sum());
            v = square.operate(v);
        }
        return value;
    }
}
