package org.leastaction.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.leastaction.ot.Clouds;
import org.leastaction.ot.GoldenClouds;
import org.leastaction.ot.entropic.Convergence;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;

class EntropicGapTest {

    private static EntropicGap gap(DoublePoints x, DoublePoints tx, double epsilon) {
        return EntropicGap.of(x, tx, OptionalDouble.of(epsilon), Parallelism.available());
    }

    private static EntropicGap gap(DoublePoints x, DoublePoints tx) {
        return EntropicGap.of(x, tx, OptionalDouble.empty(), Parallelism.available());
    }

    @Test
    void ofATranslationIsZero() {
        DoublePoints x = Clouds.gaussian(150, 3, 1);

        EntropicGap gap = gap(x, Clouds.map(x, c -> c + 2));

        assertThat(gap.convergence()).isInstanceOf(Convergence.Converged.class);
        assertThat(gap.divergence()).isCloseTo(12, within(1e-4));
        assertThat(gap.gap()).isCloseTo(0, within(1e-4));
    }

    @Test
    void tendsToTheGapWithEpsilon() {
        DoublePoints x = Clouds.gaussian(100, 2, 2);
        DoublePoints tx = Clouds.add(Clouds.map(x, c -> 2 * c), Clouds.gaussian(100, 2, 3), 0.8);
        double exact = TransportGap.of(x, tx, Parallelism.available()).gap();

        double far = Math.abs(gap(x, tx, 1).gap() - exact);
        double near = Math.abs(gap(x, tx, 0.05).gap() - exact);

        assertThat(near).isLessThan(far).isLessThan(0.05 * exact);
    }

    /** A half turn moves a centred Gaussian by 4·E‖x‖² = 8 and changes nothing, so that all of it is gap. */
    @Test
    void ofAHalfTurnIsNearlyTheDisplacement() {
        DoublePoints x = Clouds.gaussian(800, 2, 4);

        EntropicGap gap = gap(x, Clouds.map(x, c -> -c));

        assertThat(gap.gap()).isGreaterThan(0.97 * gap.displacement());
    }

    @Test
    void defaultEpsilonIsATwentiethOfTheMeanSquaredDistance() {
        DoublePoints x = Clouds.gaussian(30, 3, 5);
        DoublePoints tx = Clouds.map(x, c -> 2 * c - 1);
        double sum = 0;
        for (int i = 0; i < 30; i++) {
            for (int j = 0; j < 30; j++) {
                for (int k = 0; k < 3; k++) {
                    sum += (x.get(i, k) - tx.get(j, k)) * (x.get(i, k) - tx.get(j, k));
                }
            }
        }

        assertThat(EntropicGap.defaultEpsilon(x, tx)).isCloseTo(sum / 900 / 20, within(1e-12));
        assertThat(gap(x, tx).epsilon()).isEqualTo(EntropicGap.defaultEpsilon(x, tx));
    }

    /** OTT-JAX: {@code golden/monge_gap.py}. */
    @ParameterizedTest
    @CsvFileSource(resources = "/golden/monge_gap.csv", numLinesToSkip = 2)
    void theMongeGapIsThatOfOtt(String kind, int n, int d, long seed, double epsilon, double gap) {
        GoldenClouds points = GoldenClouds.of(kind, n, d, seed);

        EntropicGap measured = gap(points.x, points.y, epsilon);

        assertThat(measured.mongeGap()).isCloseTo(gap, within(1e-4 * Math.abs(gap)))
                .isGreaterThan(epsilon * Math.log(n));
    }

    @Test
    void pointsThatAllCoincideHaveNone() {
        DoublePoints x = DoublePoints.wrap(new double[] {1, 2, 1, 2}, 2, 2);

        assertThat(gap(x, x).gap()).isZero();
        assertThat(gap(x, x).epsilon()).isZero();
    }

    @Test
    void badEpsilonIsRefused() {
        DoublePoints x = Clouds.gaussian(5, 2, 6);

        assertThatThrownBy(() -> gap(x, x, -1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("epsilon must be finite and above 0, not -1.0");
    }
}
