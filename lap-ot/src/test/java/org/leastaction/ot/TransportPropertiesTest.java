package org.leastaction.ot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.ot.exact.Wasserstein;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;

/** Properties of every exact method: on the line, dense, without a matrix, weighted; each row uses another method. */
class TransportPropertiesTest {

    private static final long SEED = 5;

    /** A cloud of the given size and weights, uniform or not. */
    private record Cloud(DoublePoints points, Weights weights) {

        static Cloud of(int n, int d, String weights, long seed) {
            Random random = new Random(seed);
            return new Cloud(Clouds.gaussian(n, d, seed), weights.equals("uniform") ? Weights.uniform(n)
                    : Weights.of(random.doubles(n).map(u -> u < 0.1 ? 0 : u).toArray()));
        }

        Cloud permuted(int[] order) {
            return new Cloud(points.select(order), weights.select(order));
        }

        Cloud map(DoubleUnaryOperator function) {
            return new Cloud(Clouds.map(points, function), weights);
        }

        double squaredDistance(Cloud other) {
            TransportProblem problem = new TransportProblem(
                    points, other.points, weights, other.weights, GroundCost.squaredEuclidean());
            TransportResult result = Wasserstein.exact(problem, Parallelism.available());
            assertThat(result.certificate().holds(1e-10)).as("%s", result.certificate()).isTrue();
            return result.cost();
        }
    }

    @ParameterizedTest(name = "{0} and {1} points, d = {2}, {3}")
    @CsvSource({"300, 300, 1, uniform", "300, 300, 2, uniform", "1200, 1200, 2, uniform", "1200, 1200, 3, uniform",
            "300, 200, 2, random", "250, 350, 12, uniform", "400, 400, 40, random"})
    void distanceIsAMetricThatPermutationsAndMotionsKeep(int n, int m, int d, String weights) {
        Cloud x = Cloud.of(n, d, weights, SEED);
        Cloud y = Cloud.of(m, d, weights, SEED + 1);
        Cloud z = Cloud.of(n, d, weights, SEED + 2);
        double xy = x.squaredDistance(y);

        assertThat(y.squaredDistance(x)).as("symmetry").isCloseTo(xy, within(1e-10 * xy));
        assertThat(x.permuted(Clouds.permutation(n, SEED)).squaredDistance(y.permuted(Clouds.permutation(m, SEED + 1))))
                .as("permutation").isCloseTo(xy, within(1e-10 * xy));
        assertThat(x.map(c -> c + 7).squaredDistance(y.map(c -> c + 7)))
                .as("translation").isCloseTo(xy, within(1e-10 * (xy + 49)));
        assertThat(x.map(c -> -3 * c).squaredDistance(y.map(c -> -3 * c)))
                .as("scaling").isCloseTo(9 * xy, within(1e-9 * xy));
        assertThat(Math.sqrt(xy)).as("triangle inequality")
                .isLessThanOrEqualTo(Math.sqrt(x.squaredDistance(z)) + Math.sqrt(z.squaredDistance(y)) + 1e-12);
        assertThat(x.squaredDistance(x.permuted(Clouds.permutation(n, SEED)))).as("distance to itself").isZero();
    }

    @ParameterizedTest(name = "{0} and {1} points, d = {2}, {3}")
    @CsvSource({"1, 1, 2, uniform", "1, 50, 2, random", "50, 1, 3, uniform", "2, 3, 40, random", "5, 5, 1, random"})
    void fewestPointsAreTransported(int n, int m, int d, String weights) {
        Cloud x = Cloud.of(n, d, "uniform", SEED);
        Cloud y = Cloud.of(m, d, weights, SEED + 1);

        assertThat(y.squaredDistance(x)).isCloseTo(x.squaredDistance(y), within(1e-12));
    }
}
