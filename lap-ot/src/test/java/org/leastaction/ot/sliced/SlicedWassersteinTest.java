package org.leastaction.ot.sliced;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.ot.Clouds;
import org.leastaction.ot.GoldenWeighted;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.Weights;
import org.leastaction.ot.WholeMasses;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.ot.exact.Wasserstein;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.sliced.SlicedWasserstein.Slice;
import org.leastaction.points.DoublePoints;

class SlicedWassersteinTest {

    @ParameterizedTest(name = "{0} {1} × {2} × {3}, {4} weights")
    @CsvFileSource(resources = "/golden/sliced.csv", numLinesToSkip = 1)
    void agreesWithPotWithinTheMonteCarloErrors(
            String kind, int n, int m, int d, String weights, long seed, double squared, double error, double max) {
        TransportProblem problem = GoldenWeighted.problem(kind, n, m, d, 2, 2, weights, seed);

        SlicedEstimate sliced = SlicedWasserstein.of(seed).estimate(problem);

        assertThat(sliced.squared())
                .isCloseTo(squared, within(4 * Math.hypot(error, sliced.standardError()) + 1e-9 * squared));
        assertThat(sliced.maxSquared()).isGreaterThanOrEqualTo(max * (1 - 1e-3));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 40})
    void ofATranslationIsItsSquareOverTheDimension(int d) {
        DoublePoints x = Clouds.gaussian(60, d, d);
        TransportProblem problem = TransportProblem.squaredEuclidean(x, Clouds.map(x, c -> c + 2));

        SlicedEstimate sliced = SlicedWasserstein.of(7).withProjections(3000).estimate(problem);

        assertThat(sliced.squared()).isCloseTo(4, within(4 * sliced.standardError() + 1e-12));
        assertThat(sliced.maxSquared()).isCloseTo(4 * d, within(1e-6 * d));
        assertThat(Math.abs(sliced.direction()[0])).isCloseTo(1 / Math.sqrt(d), within(1e-3));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void isBelowMaxSlicedAndThatBelowW2(long seed) {
        TransportProblem problem =
                TransportProblem.squaredEuclidean(Clouds.gaussian(100, 4, seed), Clouds.gaussian(100, 4, seed + 9));

        SlicedEstimate sliced = SlicedWasserstein.of(seed).withProjections(100).estimate(problem);

        assertThat(sliced.distance()).as("seed %d", seed).isBetween(sliced.low(), sliced.high())
                .isLessThan(sliced.maxDistance());
        assertThat(sliced.maxSquared()).as("seed %d", seed)
                .isLessThanOrEqualTo(Wasserstein.exact(problem, Parallelism.available()).cost());
    }

    /** Two directions differ, the one of the greater spread but little: the ascent must not end on the other. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void maxSlicedIsTheGreatestOfSeveralSummits(long seed) {
        DoublePoints x = Clouds.gaussian(300, 6, 40);
        double[] stretched = x.toArray();
        for (int i = 0; i < 300; i++) {
            stretched[6 * i] *= 3;
            stretched[6 * i + 1] *= 2.8;
            stretched[6 * i + 2] *= 2.6;
        }
        TransportProblem problem =
                TransportProblem.squaredEuclidean(x, DoublePoints.wrap(stretched, 300, 6));
        double[] steepest = new double[6];
        steepest[0] = 1;

        SlicedEstimate sliced = SlicedWasserstein.of(seed).withProjections(60).estimate(problem);

        assertThat(sliced.maxSquared()).as("seed %d", seed)
                .isGreaterThanOrEqualTo(new Slice(problem, WholeMasses.of(problem), steepest).squared() * (1 - 1e-9));
    }

    /** Costs of coordinates about 1e100 fit, their squares do not: everything scales, to the last bit. */
    @ParameterizedTest
    @ValueSource(ints = {332, 500, -332, -400})
    void scalesWithThePoints(int exponent) {
        DoublePoints x = Clouds.gaussian(40, 3, 1);
        DoublePoints y = Clouds.map(Clouds.gaussian(50, 3, 2), c -> 2 * c + 1);
        SlicedWasserstein slicing = SlicedWasserstein.of(5).withProjections(50);
        SlicedEstimate plain = slicing.estimate(TransportProblem.squaredEuclidean(x, y));

        SlicedEstimate scaled = slicing.estimate(TransportProblem.squaredEuclidean(
                Clouds.map(x, c -> Math.scalb(c, exponent)), Clouds.map(y, c -> Math.scalb(c, exponent))));

        assertThat(scaled.squared()).isEqualTo(Math.scalb(plain.squared(), 2 * exponent));
        assertThat(scaled.standardError()).isEqualTo(Math.scalb(plain.standardError(), 2 * exponent)).isPositive();
        assertThat(scaled.maxSquared()).isEqualTo(Math.scalb(plain.maxSquared(), 2 * exponent));
        assertThat(scaled.low()).isLessThan(scaled.distance());
        assertThat(scaled.high()).isGreaterThan(scaled.distance()).isFinite();
    }

    @Test
    void costsThatOverflowAreSaidSo() {
        DoublePoints x = Clouds.map(Clouds.gaussian(40, 3, 1), c -> Math.scalb(c, 600));
        DoublePoints y = Clouds.map(Clouds.gaussian(40, 3, 2), c -> Math.scalb(c, 600));
        assertThatThrownBy(() -> SlicedWasserstein.of(5).estimate(TransportProblem.squaredEuclidean(x, y)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("overflow double precision: scale the points down");
    }

    @Test
    void standardErrorFallsWithTheRootOfTheProjections() {
        TransportProblem problem =
                TransportProblem.squaredEuclidean(Clouds.gaussian(50, 3, 1),
                        Clouds.map(Clouds.gaussian(50, 3, 2), c -> 3 * c));

        double few = SlicedWasserstein.of(1).withProjections(200).estimate(problem).standardError();
        double many = SlicedWasserstein.of(1).withProjections(3200).estimate(problem).standardError();

        assertThat(few / many).isBetween(3.0, 5.3);
    }

    @Test
    void equalSetsHaveNone() {
        DoublePoints x = Clouds.gaussian(50, 3, 3);

        SlicedEstimate sliced =
                SlicedWasserstein.of(1).estimate(TransportProblem.squaredEuclidean(x, Clouds.shuffled(x, 4)));

        assertThat(sliced.squared()).isZero();
        assertThat(sliced.maxSquared()).isZero();
    }

    @Test
    void seedAloneDecidesNotThreads() {
        TransportProblem problem =
                TransportProblem.squaredEuclidean(Clouds.gaussian(90, 3, 5), Clouds.gaussian(70, 3, 6))
                        .withWeights(Weights.uniform(90), Weights.uniform(70));
        SlicedWasserstein sliced = SlicedWasserstein.of(11).withProjections(64);

        double one = sliced.withParallelism(Parallelism.sequential()).estimate(problem).squared();

        assertThat(sliced.withParallelism(new Parallelism(3)).estimate(problem).squared()).isEqualTo(one);
        assertThat(SlicedWasserstein.of(12).withProjections(64).estimate(problem).squared()).isNotEqualTo(one);
    }

    @Test
    void badInputIsRefused() {
        DoublePoints x = Clouds.gaussian(5, 2, 7);

        assertThatThrownBy(() -> SlicedWasserstein.of(1).withProjections(1))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("at least 2 projections");
        assertThatThrownBy(() -> SlicedWasserstein.of(1).estimate(TransportProblem.of(x, x, GroundCost.norm(1, 1))))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("‖x − y‖₂²");
    }
}
