package org.leastaction.metrics.regularity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.points.DoublePoints;

class ModulusOfContinuityTest {

    private static final Scales SCALES = new Scales(0.05, 0.8, 8);

    @ParameterizedTest
    @ValueSource(doubles = {1, 0.9, 0.5, 1e-9})
    void everyPointIsTheQuantileOfItsBin(double quantile) {
        DoublePoints x = Maps.uniform(4, 120, 2);
        PairIncrements pairs = pairs(x, Maps.power(x, 0.5));

        ModulusOfContinuity modulus = ModulusOfContinuity.of(pairs, SCALES, quantile);

        assertThat(modulus.points()).hasSizeGreaterThan(8);
        double ratio = Math.pow(0.8 / 0.05, 1.0 / 8);
        for (ModulusOfContinuity.Point point : modulus.points()) {
            List<Double> increments = new ArrayList<>();
            for (int i = 0; i < 120; i++) {
                for (int j = 0; j < i; j++) {
                    double r = pairs.distance(i, j);
                    if (r >= point.delta() / Math.sqrt(ratio) && r < point.delta() * Math.sqrt(ratio)) {
                        increments.add(pairs.increment(i, j));
                    }
                }
            }
            Collections.sort(increments);
            double expected = increments.get((int) Math.ceil(quantile * increments.size()) - 1);
            assertThat(point.pairs()).as("seed 4, %s", point).isEqualTo(increments.size());
            assertThat(point.omega()).as("seed 4, %s", point).isCloseTo(expected, within(1e-12));
        }
    }

    @Test
    void aDoubledMapHasTwiceTheModulus() {
        DoublePoints x = Maps.uniform(5, 100, 2);
        ModulusOfContinuity modulus = ModulusOfContinuity.of(pairs(x, Maps.stretch(x, 2, 2)), SCALES, 1);
        double halfBin = Math.pow(0.8 / 0.05, 1.0 / 16) * (1 + 1e-12);

        for (ModulusOfContinuity.Point point : modulus.points()) {
            assertThat(point.omega() / point.delta()).as("seed 5, %s", point).isBetween(2 / halfBin, 2 * halfBin);
        }
    }

    @Test
    void aConstantMapHasModulusZero() {
        DoublePoints x = Maps.uniform(6, 50, 2);

        assertThat(ModulusOfContinuity.of(pairs(x, Maps.map(x, point -> new double[] {1})), SCALES, 1).points())
                .extracting(ModulusOfContinuity.Point::omega).containsOnly(0.0);
    }

    @Test
    void scalesRunFromTheMedianNeighbourToTheMedianPair() {
        DoublePoints x = DoublePoints.of(new double[][] {{0}, {0}, {1}, {3}, {7}});

        Scales scales = Scales.resolvedBy(pairs(x, x), 8).orElseThrow();

        // Nearest different points: 1, 1, 1, 2, 4; pairs other than the equal one: 1 1 2 3 3 4 6 7 7.
        assertThat(scales.from()).isEqualTo(1);
        assertThat(scales.to()).isEqualTo(3);
        assertThat(scales.bin(1)).isZero();
        assertThat(scales.bin(2.99)).isEqualTo(7);
        assertThat(scales.bin(0.99)).isEqualTo(-1);
        assertThat(scales.delta(0) * scales.delta(7)).isCloseTo(3, within(1e-12));
    }

    @Test
    void equalOrEquidistantPointsResolveNoScales() {
        DoublePoints equal = DoublePoints.of(new double[][] {{1, 1}, {1, 1}, {1, 1}});
        DoublePoints simplex = DoublePoints.of(new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}});

        assertThat(Scales.resolvedBy(pairs(equal, equal), 8)).isEmpty();
        assertThat(Scales.resolvedBy(pairs(simplex, simplex), 8)).isEmpty();
    }

    @Test
    void badOptionsAreNamed() {
        DoublePoints x = Maps.uniform(7, 20, 2);

        assertThatIllegalArgumentException().isThrownBy(() -> new Scales(1, 1, 8)).withMessageContaining("from 1.0");
        assertThatIllegalArgumentException().isThrownBy(() -> new Scales(1, 2, 7)).withMessageContaining("even");
        assertThatIllegalArgumentException().isThrownBy(() -> ModulusOfContinuity.of(pairs(x, x), SCALES, 0))
                .withMessageContaining("quantile");
        assertThatIllegalArgumentException().isThrownBy(() -> HolderOptions.defaults().withQuantile(1.5))
                .withMessageContaining("quantile");
        assertThatIllegalArgumentException().isThrownBy(() -> HolderOptions.defaults().withResamples(9))
                .withMessageContaining("resamples");
    }

    private static PairIncrements pairs(DoublePoints x, DoublePoints tx) {
        return PairIncrements.between(x, tx, PairSelection.defaults());
    }
}
