package org.leastaction.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.ot.Clouds;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.TransportResult;
import org.leastaction.ot.exact.Wasserstein;
import org.leastaction.ot.exact.dense.AssignmentSolver;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;

class TransportGapTest {

    private static TransportGap gap(DoublePoints x, DoublePoints tx) {
        return TransportGap.of(x, tx, Parallelism.available());
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "2, 1", "50, 1", "100, 2", "500, 2", "200, 50", "1500, 2"})
    void gapOfAGradientMapIsZero(int n, int d) {
        DoublePoints x = Clouds.gaussian(n, d, 1);
        DoublePoints tx = Clouds.map(x, c -> Math.sinh(c) + 0.5 * c - 3);

        TransportGap gap = gap(x, tx);

        assertThat(gap.gap()).isZero();
        assertThat(gap.relativeGap()).isZero();
        assertThat(gap.epsilonSup()).isZero();
        assertThat(gap.epsilonRms()).isZero();
        assertThat(gap.reassignedFraction()).isZero();
        assertThat(gap.w2Squared()).isEqualTo(gap.displacement());
        assertThat(gap.certificateGap()).isCloseTo(0, within(1e-12 * gap.displacement()));
        if (n > 1) {
            assertThat(gap.monotonicityViolations()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void gapIsWhatTheSolverLeavesOfTheDisplacement(long seed) {
        DoublePoints x = Clouds.gaussian(150, 2, seed);
        DoublePoints tx = Clouds.add(Clouds.map(x, c -> 2 * c), Clouds.gaussian(150, 2, seed + 50), 0.7);

        TransportGap gap = gap(x, tx);
        TransportResult optimal = Wasserstein.exact(x, tx);

        assertThat(gap.gap()).as("seed %d", seed).isPositive()
                .isCloseTo(gap.displacement() - optimal.cost(), within(1e-12));
        assertThat(gap.w2Squared()).as("seed %d", seed).isCloseTo(optimal.cost(), within(1e-12));
        assertThat(gap.gelbrichLowerBound()).as("seed %d", seed).isLessThanOrEqualTo(gap.w2Squared());
        assertThat(gap.certificateGap()).as("seed %d", seed).isCloseTo(0, within(1e-12));
        double reassigned = 0;
        double sup = 0;
        double squares = 0;
        for (int i = 0; i < 150; i++) {
            int j = optimal.assignment().target(i);
            double epsilon = Math.hypot(tx.get(i, 0) - tx.get(j, 0), tx.get(i, 1) - tx.get(j, 1));
            reassigned += j == i ? 0 : 1;
            sup = Math.max(sup, epsilon);
            squares += epsilon * epsilon;
        }
        assertThat(gap.reassignedFraction()).isCloseTo(reassigned / 150, within(1e-15));
        assertThat(gap.epsilonSup()).isCloseTo(sup, within(1e-12));
        assertThat(gap.epsilonRms()).isCloseTo(Math.sqrt(squares / 150), within(1e-12));
        assertThat(gap.monotonicityViolations()).isEqualTo(violations(x, tx));
    }

    @Test
    void manyPointsAreMeasuredWithoutAMatrix() {
        DoublePoints x = Clouds.gaussian(1200, 2, 16);
        DoublePoints tx = Clouds.add(rotated(x, 1), Clouds.gaussian(1200, 2, 17), 0.3);

        TransportGap gap = gap(x, tx);

        TransportResult dense = AssignmentSolver.defaults().solve(TransportProblem.squaredEuclidean(x, tx));
        assertThat(gap.w2Squared()).isCloseTo(dense.cost(), within(1e-12));
        assertThat(gap.monotonicityViolations()).isEqualTo(violations(x, tx));
    }

    /** Where few pairs violate monotonicity, and where many do. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.02, 0.5, 3})
    void noiseInManyDimensionsIsMeasuredWithoutAMatrix(double noise) {
        int n = 400;
        DoublePoints x = Clouds.gaussian(n, 50, 18);
        DoublePoints image = Clouds.add(Clouds.map(x, c -> c + 0.1 * Math.tanh(c)), Clouds.gaussian(n, 50, 19), noise);
        int[] order = IntStream.range(0, n).map(i -> i < 6 ? i ^ 1 : i).toArray();
        DoublePoints tx = image.select(order);

        TransportGap gap = gap(x, tx);

        TransportResult dense = AssignmentSolver.defaults().solve(TransportProblem.squaredEuclidean(x, tx));
        assertThat(gap.w2Squared()).isCloseTo(dense.cost(), within(1e-12 * dense.cost()));
        assertThat(gap.gap()).isCloseTo(gap.displacement() - dense.cost(), within(1e-11 * gap.displacement()));
        assertThat(gap.reassignedFraction()).isGreaterThanOrEqualTo(6.0 / n);
        assertThat(gap.monotonicityViolations()).isPositive().isEqualTo(violations(x, tx));
    }

    @Test
    void halfTurnIsReassignedToNothingNew() {
        DoublePoints x = DoublePoints.of(new double[][] {{-1, 0}, {1, 0}, {0, 2}, {0, -2}});

        TransportGap gap = gap(x, Clouds.map(x, c -> -c));

        assertThat(gap.w2Squared()).isZero();
        assertThat(gap.displacement()).isEqualTo((4 + 4 + 16 + 16) / 4.0);
        assertThat(gap.gap()).isEqualTo(10);
        assertThat(gap.relativeGap()).isEqualTo(1);
        assertThat(gap.reassignedFraction()).isEqualTo(1);
        assertThat(gap.epsilonSup()).isEqualTo(4);
        assertThat(gap.epsilonRms()).isCloseTo(Math.sqrt(10), within(1e-15));
        assertThat(gap.monotonicityViolations()).isEqualTo(1);
    }

    @Test
    void rotationsBelowARightAngleViolateNothing() {
        DoublePoints x = Clouds.gaussian(200, 2, 7);

        assertThat(gap(x, rotated(x, 1.5)).monotonicityViolations()).isZero();
        assertThat(gap(x, rotated(x, 1.5)).gap()).isPositive();
        assertThat(gap(x, rotated(x, 1.65)).monotonicityViolations()).isEqualTo(1);
    }

    @Test
    void samplesThatShareATargetAreNotReassigned() {
        // All images are one point: any assignment is T itself, as points.
        DoublePoints x = Clouds.gaussian(50, 3, 8);

        TransportGap gap = gap(x, Clouds.map(x, c -> 2));

        assertThat(gap.reassignedFraction()).isZero();
        assertThat(gap.gap()).isZero();
        assertThat(gap.displacement()).isPositive();
        assertThat(gap.monotonicityViolations()).isZero();
    }

    @Test
    void onlySamplesWithAnotherPointAsTargetCount() {
        // The first two images are exchanged at a loss; the other six samples come in equal pairs.
        DoublePoints x = DoublePoints.of(new double[][] {{0}, {1}, {10}, {10}, {20}, {20}, {30}, {30}});
        DoublePoints tx = DoublePoints.of(new double[][] {{1}, {0}, {11}, {11}, {21}, {21}, {31}, {31}});

        TransportGap gap = gap(x, tx);

        assertThat(gap.reassignedFraction()).isEqualTo(0.25);
        assertThat(gap.gap()).isEqualTo(0.25);
    }

    @Test
    void equalSourcesWithDifferentImagesAreNoViolation() {
        double[] rows = new double[40 * 40];
        Arrays.fill(rows, 1e3 + 1.0 / 3);
        DoublePoints x = DoublePoints.wrap(rows, 40, 40);

        TransportGap gap = gap(x, Clouds.gaussian(40, 40, 9));

        assertThat(gap.monotonicityViolations()).isZero();
        assertThat(gap.gap()).isZero();
    }

    @Test
    void identityHasNoRelativeGap() {
        DoublePoints x = Clouds.gaussian(30, 2, 10);

        TransportGap gap = gap(x, x);

        assertThat(gap.displacement()).isZero();
        assertThat(gap.gap()).isZero();
        assertThat(gap.relativeGap()).isNaN();
    }

    @Test
    void onePointHasNoPairs() {
        TransportGap gap = gap(Clouds.gaussian(1, 2, 11), Clouds.gaussian(1, 2, 12));

        assertThat(gap.monotonicityViolations()).isNaN();
        assertThat(gap.gap()).isZero();
    }

    @Test
    void threadsDoNotChangeTheResult() {
        DoublePoints x = Clouds.gaussian(400, 40, 13);
        DoublePoints tx = Clouds.add(x, Clouds.gaussian(400, 40, 14), 2);

        TransportGap one = TransportGap.of(x, tx, Parallelism.sequential());
        TransportGap three = TransportGap.of(x, tx, new Parallelism(3));

        assertThat(three).isEqualTo(one);
    }

    @Test
    void divergedParticlesAreNamed() {
        DoublePoints x = Clouds.gaussian(10, 2, 15);
        DoublePoints tx = Clouds.map(x, c -> c);
        tx.array()[9] = Double.POSITIVE_INFINITY;

        assertThatThrownBy(() -> gap(x, tx))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("point 4 of y");
    }

    private static DoublePoints rotated(DoublePoints x, double angle) {
        double[] turned = x.toArray();
        for (int i = 0; i < turned.length; i += 2) {
            double a = turned[i];
            double b = turned[i + 1];
            turned[i] = Math.cos(angle) * a - Math.sin(angle) * b;
            turned[i + 1] = Math.sin(angle) * a + Math.cos(angle) * b;
        }
        return DoublePoints.wrap(turned, x.size(), 2);
    }

    private static double violations(DoublePoints x, DoublePoints tx) {
        int n = x.size();
        int count = 0;
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                double product = 0;
                for (int k = 0; k < x.dimension(); k++) {
                    product += (x.get(i, k) - x.get(j, k)) * (tx.get(i, k) - tx.get(j, k));
                }
                count += product < 0 ? 1 : 0;
            }
        }
        return count / (0.5 * n * (n - 1));
    }
}
