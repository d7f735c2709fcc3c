package org.leastaction.ot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

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

        assertThat(Arrays.stream(masses.sources()).sum()).isEqualTo(masses.total());
        assertThat(Arrays.stream(masses.targets()).sum()).isEqualTo(masses.total());
        for (int i = 0; i < 1000; i++) {
            assertThat((double) masses.sources()[i] / masses.total()).isCloseTo(a.get(i), within(1e-15));
            assertThat(masses.sources()[i] == 0).isEqualTo(a.get(i) == 0);
        }
    }

    @Test
    void uniformMassesAreTheSmallestWholeNumbers() {
        WholeMasses masses = WholeMasses.of(Weights.uniform(6), Weights.uniform(4));

        assertThat(masses.sources()).containsOnly(2);
        assertThat(masses.targets()).containsOnly(3);
        assertThat(masses.total()).isEqualTo(12);
    }
}
