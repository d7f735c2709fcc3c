package org.leastaction.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.ot.Clouds;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;

class ClassGapsTest {

    private static final Parallelism THREADS = Parallelism.available();

    private static int[] labels(int n, int classes) {
        return IntStream.range(0, n).map(i -> i * 7 % classes).toArray();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void weightedBySharesDisplacementsAddUpAndGapsAreNoMoreThanTheWhole(long seed) {
        int n = 200;
        DoublePoints x = Clouds.gaussian(n, 3, seed);
        DoublePoints tx = Clouds.add(x, Clouds.gaussian(n, 3, seed + 10), 0.8);

        TransportGap whole = TransportGap.of(x, tx, THREADS);
        ClassGaps classes = ClassGaps.of(x, tx, labels(n, 4), 4, THREADS);

        assertThat(shared(classes, classes.of(FlowGap::displacement), n)).as("seed %d", seed)
                .isCloseTo(whole.displacement(), within(1e-12 * whole.displacement()));
        assertThat(shared(classes, classes.of(FlowGap::w2Squared), n)).as("seed %d", seed)
                .isGreaterThanOrEqualTo(whole.w2Squared() * (1 - 1e-12));
        assertThat(shared(classes, classes.of(FlowGap::gap), n)).as("seed %d", seed)
                .isPositive().isLessThanOrEqualTo(whole.gap() * (1 + 1e-12));
    }

    private static double shared(ClassGaps gaps, double[] values, int n) {
        return IntStream.range(0, values.length).mapToDouble(c -> values[c] * gaps.samples()[c] / n).sum();
    }

    @Test
    void aClassesGapIsThatOfItsPointsAlone() {
        DoublePoints x = Clouds.gaussian(90, 2, 4);
        DoublePoints tx = Clouds.add(x, Clouds.gaussian(90, 2, 5), 1);
        int[] second = IntStream.range(30, 70).toArray();
        int[] labels = IntStream.range(0, 90).map(i -> i >= 30 && i < 70 ? 1 : 0).toArray();

        ClassGaps gaps = ClassGaps.of(x, tx, labels, 2, THREADS);

        assertThat(gaps.classes().get(1).orElseThrow().gap().segments())
                .containsExactly(TransportGap.of(x.select(second), tx.select(second), THREADS));
        assertThat(gaps.samples()).containsExactly(50, 40);
        assertThat(gaps.costs()).containsOnly(Double.NaN);
    }

    /** Two classes that are exchanged: optimal within each, far from optimal together. */
    @Test
    void exchangedClassesHaveAGapOnlyTogether() {
        DoublePoints left = Clouds.gaussian(40, 2, 6);
        double[] from = new double[160];
        double[] to = new double[160];
        for (int i = 0; i < 40; i++) {
            for (int k = 0; k < 2; k++) {
                from[2 * i + k] = left.get(i, k);
                from[80 + 2 * i + k] = left.get(i, k) + 20;
                to[2 * i + k] = left.get(i, k) + 20;
                to[80 + 2 * i + k] = left.get(i, k);
            }
        }
        DoublePoints x = DoublePoints.wrap(from, 80, 2);
        DoublePoints tx = DoublePoints.wrap(to, 80, 2);
        int[] labels = IntStream.range(0, 80).map(i -> i / 40).toArray();

        assertThat(ClassGaps.of(x, tx, labels, 2, THREADS).of(FlowGap::gap)).containsOnly(0);
        assertThat(TransportGap.of(x, tx, THREADS).gap()).isCloseTo(800, within(1e-9));
    }

    @Test
    void aClassWithoutPointsHasNoNumbers() {
        DoublePoints x = Clouds.gaussian(6, 2, 7);

        ClassGaps gaps = ClassGaps.of(x, x, new int[] {0, 0, 2, 2, 2, 2}, 3, THREADS);

        assertThat(gaps.classes().get(1)).isEmpty();
        assertThat(gaps.of(FlowGap::gap)).containsExactly(0, Double.NaN, 0);
        assertThat(gaps.samples()).containsExactly(2, 0, 4);
    }

    @ParameterizedTest
    @CsvSource({"3, there are 3 labels for 4 points: each point needs one",
            "4, label 3 of point 3 is not in [0# 3)"})
    void labelsThatDoNotFitAreNamed(int count, String sentence) {
        DoublePoints x = Clouds.gaussian(4, 2, 8);

        assertThatThrownBy(() -> ClassGaps.of(x, x, IntStream.range(0, count).toArray(), 3, THREADS))
                .isInstanceOf(IllegalArgumentException.class).hasMessage(sentence.replace('#', ','));
    }
}
