package org.leastaction.ot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.ot.exact.Wasserstein;
import org.leastaction.ot.exact.dense.AssignmentSolver;
import org.leastaction.points.DoublePoints;
import org.leastaction.points.FloatPoints;

class WassersteinTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void distanceIsSymmetric(long seed) {
        DoublePoints x = Clouds.gaussian(80, 3, seed);
        DoublePoints y = Clouds.gaussian(80, 3, seed + 100);

        assertThat(Wasserstein.exact(x, y).cost()).as("seed %d", seed)
                .isCloseTo(Wasserstein.exact(y, x).cost(), within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void distanceObeysTheTriangleInequality(long seed) {
        DoublePoints x = Clouds.gaussian(60, 2, seed);
        DoublePoints y = Clouds.map(Clouds.gaussian(60, 2, seed + 100), c -> 2 * c + 1);
        DoublePoints z = Clouds.map(Clouds.gaussian(60, 2, seed + 200), c -> c * c);

        double direct = Wasserstein.exact(x, z).distance();
        double around = Wasserstein.exact(x, y).distance() + Wasserstein.exact(y, z).distance();

        assertThat(direct).as("seed %d", seed).isLessThanOrEqualTo(around);
    }

    @Test
    void costOfATranslationIsItsSquaredLength() {
        DoublePoints x = Clouds.gaussian(150, 4, 11);

        double cost = Wasserstein.exact(x, Clouds.map(x, c -> c + 3)).cost();

        assertThat(cost).isCloseTo(4 * 9, within(1e-11));
    }

    @Test
    void commonTranslationChangesNothing() {
        DoublePoints x = Clouds.gaussian(150, 40, 12);
        DoublePoints y = Clouds.gaussian(150, 40, 13);

        double moved = Wasserstein.exact(Clouds.map(x, c -> c + 1e5), Clouds.map(y, c -> c + 1e5)).cost();

        assertThat(moved).isCloseTo(Wasserstein.exact(x, y).cost(), within(1e-8));
    }

    @Test
    void costScalesWithTheSquareOfLengths() {
        DoublePoints x = Clouds.gaussian(100, 2, 14);
        DoublePoints y = Clouds.gaussian(100, 2, 15);

        double scaled = Wasserstein.exact(Clouds.map(x, c -> 1e-3 * c), Clouds.map(y, c -> 1e-3 * c)).cost();

        assertThat(scaled).isCloseTo(1e-6 * Wasserstein.exact(x, y).cost(), within(1e-18));
    }

    @Test
    void shuffledCopyCostsNothingAndIsFoundAgain() {
        DoublePoints x = Clouds.gaussian(200, 3, 16);
        int[] order = Clouds.permutation(200, 17);

        TransportResult result = Wasserstein.exact(x.select(order), x);

        assertThat(result.cost()).isZero();
        assertThat(result.assignment().toArray()).containsExactly(order);
    }

    @Test
    void onALineTransportSorts() {
        DoublePoints x = Clouds.gaussian(300, 1, 18);
        DoublePoints y = Clouds.map(Clouds.gaussian(300, 1, 19), c -> c * c * c + 5);
        double[] a = x.toArray();
        double[] b = y.toArray();
        Arrays.sort(a);
        Arrays.sort(b);
        double expected = 0;
        for (int i = 0; i < a.length; i++) {
            expected += (a[i] - b[i]) * (a[i] - b[i]) / a.length;
        }

        assertThat(Wasserstein.exact(x, y).cost()).isCloseTo(expected, within(1e-12 * expected));
    }

    @Test
    void gradientOfAConvexFunctionIsOptimalOnItsSamples() {
        DoublePoints x = Clouds.gaussian(400, 2, 20);
        DoublePoints y = Clouds.map(x, c -> Math.sinh(c) - 2);

        TransportResult result = Wasserstein.exact(x, y);

        assertThat(result.assignment()).isEqualTo(Assignment.identity(400));
    }

    @Test
    void singlePrecisionIsWidened() {
        FloatPoints x = Clouds.gaussian(50, 2, 21).toFloat();
        FloatPoints y = Clouds.gaussian(50, 2, 22).toFloat();

        assertThat(Wasserstein.exact(x, y).cost())
                .isEqualTo(Wasserstein.exact(x.toDouble(), y.toDouble()).cost());
    }

    @Test
    void viewsOnTheMiddleOfAnArrayWork() {
        DoublePoints all = Clouds.gaussian(90, 35, 23);
        DoublePoints x = all.rows(10, 50);
        DoublePoints y = all.rows(50, 90);

        double copied = Wasserstein.exact(
                DoublePoints.wrap(x.toArray(), 40, 35), DoublePoints.wrap(y.toArray(), 40, 35)).cost();

        assertThat(Wasserstein.exact(x, y).cost()).isEqualTo(copied);
    }

    @Test
    void badPointsAreRefusedByName() {
        DoublePoints good = Clouds.gaussian(5, 2, 24);
        DoublePoints bad = Clouds.gaussian(5, 2, 25);
        bad.array()[7] = Double.NaN;

        assertThatThrownBy(() -> Wasserstein.exact(good, bad))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("point 3 of y");
        assertThatThrownBy(() -> AssignmentSolver.defaults()
                .solve(TransportProblem.squaredEuclidean(good.rows(0, 4), good)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("4 points").hasMessageContaining("5");
        assertThatThrownBy(() -> Wasserstein.exact(good, Clouds.gaussian(5, 3, 26)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("2 coordinates");
        assertThatThrownBy(() -> Wasserstein.exact(good.rows(0, 0), good.rows(0, 0)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("no points");
        assertThatThrownBy(() -> Wasserstein.exact(good, Clouds.map(good, c -> 1e200 * c)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("overflow");
    }
}
