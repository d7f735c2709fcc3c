package org.leastaction.ot.exact.dense;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.ot.Assignment;
import org.leastaction.ot.Clouds;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.TransportResult;
import org.leastaction.ot.WarmStart;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;

class AssignmentSolverTest {

    private static final AssignmentSolver SOLVER = AssignmentSolver.defaults();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void smallProblemsAreSolvedLikeByTryingAllPermutations(long seed) {
        Random random = new Random(seed);
        int n = 1 + random.nextInt(7);
        int d = 1 + random.nextInt(3);
        // Integer coordinates in a small range: ties and duplicates abound.
        double[] x = random.ints((long) n * d, 0, 4).asDoubleStream().toArray();
        double[] y = random.ints((long) n * d, 0, 4).asDoubleStream().toArray();
        TransportProblem problem =
                TransportProblem.squaredEuclidean(DoublePoints.wrap(x, n, d), DoublePoints.wrap(y, n, d));

        TransportResult result = SOLVER.solve(problem);

        assertThat(result.cost()).as("seed %d", seed)
                .isCloseTo(leastOfAllPermutations(problem, new boolean[n], 0) / n, within(1e-12));
        assertThat(result.certificate().holds(1e-12)).as("seed %d", seed).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0.0", "0.01", "0.1", "1.0", "10.0"})
    void warmStartChangesTheTimeButNotTheCost(double noise) {
        DoublePoints x = Clouds.gaussian(300, 2, 31);
        DoublePoints y = Clouds.add(Clouds.map(x, c -> c + Math.tanh(c)), Clouds.gaussian(300, 2, 32), noise);
        TransportProblem problem = TransportProblem.squaredEuclidean(x, y);

        TransportResult cold = SOLVER.solve(problem);
        TransportResult warm =
                SOLVER.startingFrom(WarmStart.pairing(Assignment.identity(300))).solve(problem);
        TransportResult again = SOLVER
                .startingFrom(WarmStart.pairing(cold.assignment()).withPotentials(cold.potentials()))
                .solve(problem);

        assertThat(warm.cost()).isCloseTo(cold.cost(), within(1e-12 * cold.cost()));
        assertThat(again.cost()).isCloseTo(cold.cost(), within(1e-12 * cold.cost()));
        assertThat(warm.certificate().holds(1e-12)).isTrue();
        assertThat(again.certificate().holds(1e-12)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 60})
    void threadsDoNotChangeTheResult(int dimension) {
        TransportProblem problem = TransportProblem.squaredEuclidean(
                Clouds.gaussian(600, dimension, 33), Clouds.gaussian(600, dimension, 34));

        TransportResult one = SOLVER.withParallelism(Parallelism.sequential()).solve(problem);
        TransportResult four = SOLVER.withParallelism(new Parallelism(4)).solve(problem);

        assertThat(four.assignment()).isEqualTo(one.assignment());
        assertThat(four.certificate()).isEqualTo(one.certificate());
    }

    @Test
    void manyCopiesOfFewPointsAreSolved() {
        DoublePoints x = Clouds.map(Clouds.gaussian(800, 2, 35), Math::rint);
        DoublePoints y = Clouds.map(Clouds.gaussian(800, 2, 36), Math::rint);

        TransportResult result = SOLVER.solve(TransportProblem.squaredEuclidean(x, y));

        assertThat(result.certificate().holds(1e-12)).as("%s", result.certificate()).isTrue();
    }

    /** Maps that fold and rotate the plane: most rows are left to the phases after the first. */
    @ParameterizedTest
    @ValueSource(strings = {"swirl", "relu", "shift"})
    void displacedCloudsOfThePlaneAreSolved(String map) {
        DoublePoints x = Clouds.gaussian(1500, 2, 42);
        double[] y = x.toArray();
        for (int i = 0; i < y.length; i += 2) {
            double a = y[i];
            double b = y[i + 1];
            double angle = 0.5 * Math.hypot(a, b);
            switch (map) {
                case "swirl" -> {
                    y[i] = Math.cos(angle) * a - Math.sin(angle) * b + 2;
                    y[i + 1] = Math.sin(angle) * a + Math.cos(angle) * b;
                }
                case "relu" -> {
                    y[i] = Math.max(0, 3 * a + b);
                    y[i + 1] = Math.max(0, b - 2 * a);
                }
                default -> y[i] = a + 1000;
            }
        }
        TransportProblem problem = TransportProblem.squaredEuclidean(x, DoublePoints.wrap(y, 1500, 2));

        TransportResult cold = SOLVER.solve(problem);
        TransportResult warm =
                SOLVER.startingFrom(WarmStart.pairing(Assignment.identity(1500))).solve(problem);

        assertThat(cold.certificate().holds(1e-12)).as("%s", cold.certificate()).isTrue();
        assertThat(warm.certificate().holds(1e-12)).as("%s", warm.certificate()).isTrue();
    }

    @Test
    void tinyDifferencesBesideHugeOnesAreSolved() {
        DoublePoints x = Clouds.gaussian(200, 2, 37);
        double[] spread = x.toArray();
        for (int i = 0; i < spread.length; i++) {
            spread[i] = Math.exp(12 * spread[i]);
        }
        DoublePoints y = DoublePoints.wrap(spread, 200, 2);

        TransportResult result = SOLVER.solve(TransportProblem.squaredEuclidean(x, y));

        assertThat(result.certificate().holds(1e-9)).as("%s", result.certificate()).isTrue();
    }

    @Test
    void warmStartOfAnotherSizeIsRefused() {
        TransportProblem problem =
                TransportProblem.squaredEuclidean(Clouds.gaussian(4, 2, 38), Clouds.gaussian(4, 2, 39));

        assertThatThrownBy(() -> SOLVER.startingFrom(WarmStart.pairing(Assignment.identity(3))).solve(problem))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("3 pairs");
    }

    @Test
    void interruptionCancels() {
        TransportProblem problem =
                TransportProblem.squaredEuclidean(Clouds.gaussian(100, 2, 40), Clouds.gaussian(100, 2, 41));
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> SOLVER.solve(problem)).isInstanceOf(CancellationException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    private static double leastOfAllPermutations(TransportProblem problem, boolean[] taken, int row) {
        if (row == taken.length) {
            return 0;
        }
        double least = Double.POSITIVE_INFINITY;
        for (int j = 0; j < taken.length; j++) {
            if (!taken[j]) {
                taken[j] = true;
                double rest = leastOfAllPermutations(problem, taken, row + 1);
                least = Math.min(least, rest + problem.cost().between(problem.x(), row, problem.y(), j));
                taken[j] = false;
            }
        }
        return least;
    }
}
