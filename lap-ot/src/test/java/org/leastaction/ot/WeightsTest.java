package org.leastaction.ot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WeightsTest {

    @Test
    void weightsAreSharesOfOne() {
        assertThat(Weights.of(1, 0, 3).toArray()).containsExactly(0.25, 0, 0.75);
        assertThat(Weights.uniform(4).toArray()).containsExactly(0.25, 0.25, 0.25, 0.25);
    }

    @Test
    void badWeightsAreRefused() {
        assertThatThrownBy(() -> Weights.of(1, -2)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("weight 1 is -2.0: weights must be finite and at least 0");
        assertThatThrownBy(() -> Weights.of(Double.NaN)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("weight 0 is NaN");
        assertThatThrownBy(() -> Weights.of(1, Double.POSITIVE_INFINITY)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("weight 1 is Infinity");
        assertThatThrownBy(() -> Weights.of(0, 0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the weights sum to 0.0: their sum must be finite and above 0");
        assertThatThrownBy(() -> Weights.of(1e308, 1e308)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sum to");
        assertThatThrownBy(() -> Weights.of()).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Weights.uniform(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aProblemNeedsAWeightPerPoint() {
        TransportProblem problem =
                TransportProblem.squaredEuclidean(Clouds.gaussian(3, 2, 1), Clouds.gaussian(4, 2, 2));

        assertThatThrownBy(() -> problem.withWeights(Weights.uniform(4), Weights.uniform(4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("x has 3 points and 4 weights: each needs one");
    }

    @Test
    void wholeMassesOfBothSidesHaveOneSum() {
        Random random = new Random(3);
        Weights a = Weights.of(random.doubles(1000).map(u -> u < 0.1 ? 0 : u * u).toArray());

        WholeMasses masses = WholeMasses.of(a, Weights.uniform(777));

        assertThat(sum(masses.sources())).isEqualTo(masses.total().get(0));
        assertThat(sum(masses.targets())).isEqualTo(masses.total().get(0));
        for (int i = 0; i < 1000; i++) {
            assertThat(masses.sources().quotient(i, masses.total(), 0)).isCloseTo(a.get(i), within(1e-15 * a.get(i)));
            assertThat(masses.sources().isZero(i)).isEqualTo(a.get(i) == 0);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "1, 1e-19", "1e300, 1e-300", "4.9e-324, 1", "0.1, 0.30000000000000004", "3, 1e20"})
    void massesAreTheWeightsThatWereGiven(double first, double second) {
        WholeMasses masses = WholeMasses.of(Weights.of(first, second, 0), Weights.of(1, 0.1));

        BigDecimal light = new BigDecimal(masses.sources().get(0)).multiply(new BigDecimal(second));
        BigDecimal heavy = new BigDecimal(masses.sources().get(1)).multiply(new BigDecimal(first));
        assertThat(light).isEqualByComparingTo(heavy);
        assertThat(sum(masses.sources())).isEqualTo(masses.total().get(0));
        assertThat(sum(masses.targets())).isEqualTo(masses.total().get(0));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void massesOfAnyWidthAddUpLikeWholeNumbers(long seed) {
        Random random = new Random(seed);
        for (int bits : new int[] {1, 61, 62, 63, 124, 125, 700}) {
            BigInteger[] numbers = {new BigInteger(bits, random), new BigInteger(bits, random)};
            Masses masses = Masses.of(numbers, bits + 2);
            int less = numbers[0].compareTo(numbers[1]) <= 0 ? 0 : 1;

            assertThat(masses.compare(0, masses, 1)).as("seed %d, %d bits", seed, bits)
                    .isEqualTo(numbers[0].compareTo(numbers[1]));
            masses.add(less, masses, 1 - less);
            assertThat(masses.get(less)).as("seed %d, %d bits", seed, bits).isEqualTo(numbers[0].add(numbers[1]));
            masses.subtract(less, masses, 1 - less);
            assertThat(masses.get(less)).as("seed %d, %d bits", seed, bits).isEqualTo(numbers[less]);
        }
    }

    private static BigInteger sum(Masses masses) {
        return IntStream.range(0, masses.size()).mapToObj(masses::get).reduce(BigInteger.ZERO, BigInteger::add);
    }

    @Test
    void uniformMassesAreTheSmallestWholeNumbers() {
        WholeMasses masses = WholeMasses.of(Weights.uniform(6), Weights.uniform(4));

        assertThat(masses.sources().get(5)).isEqualTo(2);
        assertThat(masses.targets().get(3)).isEqualTo(3);
        assertThat(masses.total().get(0)).isEqualTo(12);
    }
}
