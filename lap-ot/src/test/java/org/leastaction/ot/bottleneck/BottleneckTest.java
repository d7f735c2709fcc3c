package org.leastaction.ot.bottleneck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.leastaction.ot.Certificate;
import org.leastaction.ot.Clouds;
import org.leastaction.ot.DualPotentials;
import org.leastaction.ot.GoldenWeighted;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.Weights;
import org.leastaction.ot.cost.CostMatrix;
import org.leastaction.ot.exact.Wasserstein;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;

class BottleneckTest {

    private static final Parallelism ALL = Parallelism.available();

    private static double marginalError(BottleneckResult result) {
        int n = result.problem().x().size();
        int m = result.problem().y().size();
        return Certificate.of(result.problem(), result.plan(), DualPotentials.of(new double[n], new double[m]), ALL)
                .marginalError();
    }

    @ParameterizedTest(name = "{0} n={1} m={2} d={3} q={4} p={5} {6}")
    @CsvFileSource(resources = "/golden/bottleneck.csv", numLinesToSkip = 2)
    void valueIsThatOfMaximumFlows(
            String kind, int n, int m, int d, double q, double p, String weights, long seed, double value) {
        BottleneckResult result =
                Bottleneck.solve(GoldenWeighted.problem(kind, n, m, d, q, p, weights, seed), ALL);

        assertThat(result.value()).isCloseTo(value, within(1e-12 * (1 + value)));
        assertThat(result.isProven()).as("%s", result).isTrue();
        assertThat(marginalError(result)).isLessThan(1e-11);
        assertThat(result.distance()).isCloseTo(Math.pow(value, 1 / p), within(1e-12 * (1 + value)));
    }

    /** W∞ of equal numbers on the line is that of sorted points, and bounds every W_p from above. */
    @Test
    void onTheLineSortedPointsAreOptimal() {
        for (int seed = 0; seed < 20; seed++) {
            DoublePoints x = Clouds.gaussian(50, 1, seed);
            DoublePoints y = Clouds.gaussian(50, 1, 100 + seed);
            double[] from = x.toArray();
            double[] to = y.toArray();
            Arrays.sort(from);
            Arrays.sort(to);
            double expected = 0;
            for (int i = 0; i < 50; i++) {
                expected = Math.max(expected, Math.abs(from[i] - to[i]));
            }

            BottleneckResult result = Bottleneck.solve(TransportProblem.squaredEuclidean(x, y), ALL);

            assertThat(result.distance()).as("seed %d", seed).isCloseTo(expected, within(1e-12));
            assertThat(result.distance()).isGreaterThanOrEqualTo(Wasserstein.exact(x, y).distance() - 1e-12);
        }
    }

    @Test
    void anyWeightsAreProven() {
        for (int seed = 0; seed < 30; seed++) {
            Random random = new Random(seed);
            int n = 1 + random.nextInt(30);
            int m = 1 + random.nextInt(30);
            TransportProblem problem = TransportProblem.squaredEuclidean(
                    Clouds.map(Clouds.gaussian(n, 2, seed), c -> Math.rint(2 * c)), Clouds.gaussian(m, 2, seed + 50))
                    .withWeights(Weights.of(random.doubles(n, 1e-6, 1).map(u -> u * u * u * u).toArray()),
                            Weights.of(random.doubles(m, 1e-6, 1).toArray()));

            BottleneckResult result = Bottleneck.solve(problem, ALL);

            assertThat(result.isProven()).as("seed %d: %s", seed, result).isTrue();
            assertThat(marginalError(result)).as("seed %d", seed).isLessThan(1e-9);
            // A proof of less, or a plan that goes farther, is not accepted.
            assertThat(new BottleneckResult(problem, result.plan(), 0.999 * result.value(), result.witness())
                    .isProven()).isFalse();
            assertThat(new BottleneckResult(problem, result.plan(), result.value(), new int[0]).isProven()).isFalse();
        }
    }

    @Test
    void theWitnessBelongsToTheCaller() {
        BottleneckResult result = Bottleneck.solve(
                TransportProblem.squaredEuclidean(Clouds.gaussian(9, 2, 1), Clouds.gaussian(9, 2, 2)), ALL);

        Arrays.fill(result.witness(), -1);

        assertThat(result.isProven()).isTrue();
    }

    @Test
    void costsMayBeAMatrix() {
        BottleneckResult result = Bottleneck.solve(
                TransportProblem.of(CostMatrix.of(new double[][] {{1, 9}, {2, 7}})), ALL);

        assertThat(result.value()).isEqualTo(7);
        assertThat(result.isProven()).isTrue();
    }
}
