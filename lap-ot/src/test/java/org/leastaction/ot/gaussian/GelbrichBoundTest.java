package org.leastaction.ot.gaussian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.leastaction.ot.Clouds;
import org.leastaction.ot.GoldenClouds;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.Weights;
import org.leastaction.ot.exact.Wasserstein;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;
import org.leastaction.transport.TransportGap;

class GelbrichBoundTest {

    /** Optimal maps between Gaussians, so that the bound is W₂² but for rounding: translations and positive linear maps. */
    @ParameterizedTest(name = "x + {1}, T(x) = {2}·x + {3}, {0} dimensions")
    @CsvSource({"3, 0, 1.000000001, 0", "3, 0, 1, 1e-9", "3, 1.7e9, 1, 0.5", "3, 1.7e9, 1.1, 0", "40, 0, 1.00000001, 0",
            "40, 1e5, 1.001, 3", "100, 0, 1.0000001, 1", "2, 0, 3, -7", "3, 1.7e9, 1, 0"})
    void ofAnOptimalMapTheBoundIsReachedAndNotPassed(int d, double offset, double stretch, double shift) {
        DoublePoints x = Clouds.map(Clouds.gaussian(60, d, 21), c -> offset + c);
        DoublePoints tx = Clouds.map(x, c -> offset + stretch * (c - offset) + shift);

        TransportGap gap = TransportGap.of(x, tx, Parallelism.sequential());

        assertThat(gap.gelbrichLowerBound()).isLessThanOrEqualTo(gap.w2Squared());
        assertThat(gap.w2Squared()).isLessThanOrEqualTo(gap.displacement() * (1 + 1e-15));
        assertThat(gap.gelbrichLowerBound()).isCloseTo(gap.w2Squared(), within(1e-4 * gap.w2Squared()));
    }

    @ParameterizedTest(name = "x + {1}, noise of {2}, {0} dimensions")
    @CsvSource({"3, 0, 1e-9", "3, 0, 1e-14", "3, 1.7e9, 1", "3, 1.7e9, 1e-6", "40, 0, 1e-9", "100, 0, 1e-9",
            "100, 1e9, 1e-3",
            "600, 0, 1e-9", "3, 0, 1e-3", "3, 0, 1e-5"})
    void ofANoisyMapTheOrderHolds(int d, double offset, double noise) {
        DoublePoints x = Clouds.map(Clouds.gaussian(60, d, 22), c -> offset + c);
        DoublePoints tx = Clouds.add(x, Clouds.gaussian(60, d, 23), noise);

        TransportGap gap = TransportGap.of(x, tx, Parallelism.sequential());

        assertThat(gap.gelbrichLowerBound()).isBetween(0.0, gap.w2Squared());
        assertThat(gap.w2Squared()).isLessThanOrEqualTo(gap.displacement() * (1 + 1e-15));
        assertThat(gap.dualBound()).isCloseTo(gap.w2Squared(), within(1e-6 * gap.w2Squared()));
    }

    private static double bound(DoublePoints x, DoublePoints y) {
        return GelbrichBound.between(x, y, Parallelism.sequential()).value();
    }

    @ParameterizedTest(name = "{0} n={1} m={2} d={3}")
    @CsvFileSource(resources = "/golden/gelbrich.csv", numLinesToSkip = 1)
    void valueIsThatOfTheMatrixSquareRoots(String kind, int n, int m, int d, long seed, double expected) {
        GoldenClouds points = GoldenClouds.of(kind, Math.max(n, m), d, seed);

        double value = bound(points.x.rows(0, n), points.y.rows(0, m));

        assertThat(value).isCloseTo(expected, within(1e-9 * Math.max(1, expected)));
    }

    @ParameterizedTest
    @CsvSource({"50, 2, 1", "50, 2, 2", "40, 90, 3", "90, 40, 4", "60, 60, 5", "1, 4, 6"})
    void boundsTheWassersteinDistanceFromBelow(int n, int d, long seed) {
        DoublePoints x = Clouds.gaussian(n, d, seed);
        DoublePoints y = Clouds.map(Clouds.gaussian(n, d, seed + 100), c -> 0.3 * c * c * c + c + 1);

        assertThat(bound(x, y)).isPositive().isLessThanOrEqualTo(Wasserstein.exact(x, y).cost() * (1 + 1e-12));
    }

    @ParameterizedTest
    @CsvSource({"200, 3", "30, 80"})
    void affineOptimalMapsReachTheBound(int n, int d) {
        DoublePoints x = Clouds.gaussian(n, d, 7);
        DoublePoints y = Clouds.map(x, c -> 1.7 * c - 4);

        assertThat(bound(x, y)).isCloseTo(Wasserstein.exact(x, y).cost(), within(1e-10));
    }

    @Test
    void translationsHaveNoBuresPart() {
        DoublePoints x = Clouds.gaussian(100, 5, 8);

        GelbrichBound bound = GelbrichBound.between(x, Clouds.map(x, c -> c + 2), Parallelism.sequential());

        assertThat(bound.means()).isCloseTo(5 * 4, within(1e-12));
        assertThat(bound.bures()).isCloseTo(0, within(1e-12));
    }

    @Test
    void nearIdentityFarFromTheOriginKeepsItsDigits() {
        DoublePoints x = Clouds.map(Clouds.gaussian(60, 150, 9), c -> c + 1e3);
        DoublePoints y = Clouds.map(x, c -> 1e3 + (c - 1e3) * 1.0001);

        double expected = Wasserstein.exact(x, y).cost();

        assertThat(bound(x, y)).isCloseTo(expected, within(1e-4 * expected));
    }

    @Test
    void threadsChangeNoBit() {
        DoublePoints x = Clouds.gaussian(450, 500, 10);
        DoublePoints y = Clouds.gaussian(450, 500, 11);

        assertThat(GelbrichBound.between(x, y, new Parallelism(3)).value())
                .isEqualTo(bound(x, y));
    }

    @Test
    void badPointsAreRefused() {
        DoublePoints x = Clouds.gaussian(5, 2, 12);
        DoublePoints bad = Clouds.gaussian(5, 2, 13);
        bad.array()[2] = Double.NEGATIVE_INFINITY;

        assertThatThrownBy(() -> bound(x, bad))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("point 1 of y");
        assertThatThrownBy(() -> bound(x, Clouds.gaussian(5, 3, 14)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("3");
        assertThatThrownBy(() -> bound(x.rows(0, 0), x))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("no points");
    }

    @Test
    void weightsThatAreWholeNumbersAreCopiesOfPoints() {
        DoublePoints x = Clouds.gaussian(20, 3, 91);
        DoublePoints y = Clouds.gaussian(15, 3, 92);
        int[] copies = new int[50];
        double[] weights = new double[20];
        for (int i = 0; i < 50; i++) {
            copies[i] = i * i % 17;
            weights[copies[i]]++;
        }

        double weighted = GelbrichBound.of(
                TransportProblem.squaredEuclidean(x, y).withWeights(Weights.of(weights), Weights.uniform(15)),
                Parallelism.sequential()).value();

        assertThat(weighted)
                .isCloseTo(GelbrichBound.between(x.select(copies), y, Parallelism.sequential()).value(), within(1e-13));
    }
}
