package org.leastaction.metrics.regularity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.points.DoublePoints;

class LipschitzPairsTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10, 100})
    void aLinearMapStaysBelowItsGreatestSingularValue(int dimension) {
        DoublePoints x = Maps.normal(dimension, 300, dimension);

        double constant = lipschitz(x, Maps.stretch(x, 0.5, 3)).constant();

        assertThat(constant).as("seed %d", dimension).isBetween(0.5, 3 * (1 + 1e-12));
        if (dimension <= 3) {
            assertThat(constant).as("seed %d", dimension).isGreaterThan(3 * 0.999);
        }
    }

    @Test
    void aRotationKeepsEveryDistance() {
        DoublePoints x = Maps.normal(1, 200, 2);

        assertThat(lipschitz(x, Maps.rotate(x, 1)).constant()).isCloseTo(1, within(1e-9));
    }

    @Test
    void theWitnessesReachTheConstant() {
        DoublePoints x = DoublePoints.of(new double[][] {{0}, {1}, {1.5}, {4}});
        DoublePoints tx = DoublePoints.of(new double[][] {{0}, {1}, {3}, {4}});

        assertThat(lipschitz(x, tx)).isEqualTo(new LipschitzPairs(4, 2, 1));
    }

    @Test
    void oneConstantImageGivesZero() {
        DoublePoints x = Maps.normal(2, 20, 2);

        assertThat(lipschitz(x, Maps.map(x, point -> new double[] {7, 7, 7})).constant()).isZero();
    }

    @Test
    void aPointWithTwoImagesIsInfinitelySteep() {
        DoublePoints x = DoublePoints.of(new double[][] {{0, 0}, {1, 1}, {0, 0}});

        assertThat(lipschitz(x, DoublePoints.of(new double[][] {{0}, {1}, {2}})))
                .isEqualTo(new LipschitzPairs(Double.POSITIVE_INFINITY, 2, 0));
    }

    @Test
    void aPointThatComesTwiceWithItsImageIsHarmless() {
        DoublePoints x = DoublePoints.of(new double[][] {{0, 0}, {1, 0}, {0, 0}});

        assertThat(lipschitz(x, x).constant()).isEqualTo(1);
        assertThat(lipschitz(x.select(new int[] {0, 2}), x.select(new int[] {0, 2})).constant()).isZero();
    }

    private static LipschitzPairs lipschitz(DoublePoints x, DoublePoints tx) {
        return LipschitzPairs.of(PairIncrements.between(x, tx, PairSelection.defaults()));
    }
}
