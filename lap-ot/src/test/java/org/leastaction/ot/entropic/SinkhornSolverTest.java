package org.leastaction.ot.entropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.ot.Clouds;
import org.leastaction.ot.GoldenWeighted;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.Weights;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.ot.entropic.Update.AlternatingUpdate;
import org.leastaction.ot.exact.Wasserstein;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;

class SinkhornSolverTest {

    static Stream<GoldenWeighted.Row> solvedByPot() {
        return GoldenWeighted.rows().filter(row -> row.epsilon() > 0);
    }

    @ParameterizedTest
    @MethodSource("solvedByPot")
    void transportCostIsThatOfPot(GoldenWeighted.Row row) {
        TransportProblem problem = row.problem();
        double epsilon = row.epsilon();
        double entropic = row.entropic();

        EntropicResult result =
                SinkhornSolver.of(epsilon).withTolerance(1e-10).withMaxIterations(100_000).solve(problem);

        assertThat(result.convergence()).isInstanceOf(Convergence.Converged.class);
        assertThat(result.transportCost()).isCloseTo(entropic, within(1e-7 * entropic));
        assertThat(result.primal()).isCloseTo(result.dual(), within(1e-8 * result.primal()));
    }

    @ParameterizedTest
    @CsvSource({"2, 20", "7, 30"})
    void tendsToTheExactCostWithEpsilon(int d, int n) {
        TransportProblem problem =
                TransportProblem.squaredEuclidean(Clouds.gaussian(n, d, 1), Clouds.gaussian(n, d, 2));
        double exact = Wasserstein.exact(problem, Parallelism.available()).cost();
        double last = Double.POSITIVE_INFINITY;
        for (double epsilon : new double[] {1, 0.2, 0.05, 0.02}) {
            EntropicResult result = SinkhornSolver.of(epsilon).withMaxIterations(100_000).solve(problem);

            double error = result.transportCost() - exact;
            assertThat(error).as("epsilon %s", epsilon).isBetween(-1e-5, last);
            last = error;
        }
        assertThat(last).isLessThan(0.01 * exact);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void divergenceOfEqualSetsIsZeroAndOfOthersAboveIt(long seed) {
        DoublePoints x = Clouds.gaussian(150, 3, seed);
        SinkhornSolver solver = SinkhornSolver.of(0.1).withTolerance(1e-8);
        TransportProblem shuffled = TransportProblem.squaredEuclidean(x, Clouds.shuffled(x, seed + 1));
        TransportProblem other = TransportProblem.squaredEuclidean(x, Clouds.gaussian(100, 3, seed + 2));

        assertThat(solver.divergence(shuffled).value()).as("seed %d", seed).isCloseTo(0, within(1e-11));
        assertThat(solver.divergence(other).value()).as("seed %d", seed).isGreaterThan(0.01);
    }

    @Test
    void divergenceOfATranslationIsItsSquaredLength() {
        DoublePoints x = Clouds.gaussian(120, 2, 5);
        TransportProblem problem = TransportProblem.squaredEuclidean(x, Clouds.map(x, c -> c + 3));

        SinkhornDivergence divergence = SinkhornSolver.of(0.5).withTolerance(1e-9).divergence(problem);

        assertThat(divergence.convergence()).isInstanceOf(Convergence.Converged.class);
        assertThat(divergence.value()).isCloseTo(18, within(1e-7));
    }

    @Test
    void costScalesWithSquaresAndIsSymmetric() {
        DoublePoints x = Clouds.gaussian(70, 2, 6);
        DoublePoints y = Clouds.gaussian(90, 2, 7);
        double cost = cost(x, y, 0.1);

        assertThat(cost(y, x, 0.1)).isCloseTo(cost, within(1e-8));
        assertThat(cost(Clouds.map(x, c -> 1e3 * c), Clouds.map(y, c -> 1e3 * c), 1e5))
                .isCloseTo(1e6 * cost, within(1e-2));
        assertThat(cost(Clouds.shuffled(x, 8), y, 0.1)).isCloseTo(cost, within(1e-8));
    }

    private static double cost(DoublePoints x, DoublePoints y, double epsilon) {
        return SinkhornSolver.of(epsilon).withTolerance(1e-10)
                .solve(TransportProblem.squaredEuclidean(x, y)).transportCost();
    }

    @Test
    void pointsWithoutWeightCountForNothing() {
        DoublePoints x = Clouds.gaussian(50, 6, 9);
        DoublePoints y = Clouds.gaussian(40, 6, 10);
        double[] a = new double[50];
        Arrays.fill(a, 0, 30, 2);
        TransportProblem problem = TransportProblem.squaredEuclidean(x, y);
        TransportProblem fewer = TransportProblem.squaredEuclidean(x.rows(0, 30), y);
        SinkhornSolver solver = SinkhornSolver.of(0.5).withTolerance(1e-11);

        assertThat(solver.solve(problem.withWeights(Weights.of(a), Weights.uniform(40))).dual())
                .isCloseTo(solver.solve(fewer).dual(), within(1e-10));
    }

    @Test
    void barycentricMapOfASmallEpsilonIsTheOptimalMap() {
        DoublePoints x = Clouds.map(Clouds.gaussian(60, 2, 11), c -> 3 * c);
        DoublePoints y = Clouds.map(x, c -> Math.sinh(c / 3));
        TransportProblem problem = TransportProblem.squaredEuclidean(x, Clouds.shuffled(y, 12));

        DoublePoints image = SinkhornSolver.of(2e-3).withMaxIterations(5_000).solve(problem)
                .barycentres(Parallelism.available());

        double squared = 0;
        for (int i = 0; i < 60; i++) {
            squared += (image.get(i, 0) - y.get(i, 0)) * (image.get(i, 0) - y.get(i, 0)) / 60;
        }
        assertThat(Math.sqrt(squared)).isLessThan(0.1);
    }

    @Test
    void runningOutOfIterationsIsSaid() {
        TransportProblem problem =
                TransportProblem.squaredEuclidean(Clouds.gaussian(80, 2, 13), Clouds.gaussian(80, 2, 14));

        EntropicResult result = SinkhornSolver.of(0.02).withMaxIterations(30).solve(problem);

        assertThat(result.convergence()).isInstanceOf(Convergence.Stopped.class);
        assertThat(result.convergence().iterations()).isEqualTo(30);
        assertThat(result.convergence().marginalError()).isGreaterThan(1e-6).isFinite();
        assertThat(result.dual()).isLessThanOrEqualTo(
                SinkhornSolver.of(0.02).solve(problem).primal());
    }

    @ParameterizedTest
    @CsvSource({"1e-4, 1e-3", "1e-6, 1e-5", "1e-10, 1e-9"})
    void keptKernelsChangeNothingBeyondTheTolerance(double tolerance, double difference) {
        TransportProblem problem = TransportProblem.squaredEuclidean(
                Clouds.gaussian(350, 3, 22), Clouds.map(Clouds.gaussian(280, 3, 23), c -> 2 * c + 3));
        SinkhornSolver solver = SinkhornSolver.of(0.3).withTolerance(tolerance);

        EntropicResult kept = solver.solve(problem);
        EntropicResult computedAnew = solver.withMemory(0).solve(problem);

        for (EntropicResult result : new EntropicResult[] {kept, computedAnew}) {
            assertThat(result.convergence()).isInstanceOf(Convergence.Converged.class);
            assertThat(result.convergence().marginalError()).isLessThanOrEqualTo(tolerance);
        }
        assertThat(kept.dual()).isCloseTo(computedAnew.dual(), within(difference));
        assertThat(kept.transportCost()).isCloseTo(computedAnew.transportCost(), within(difference));
    }

    @Test
    void aStartFromSomeOfThePointsIsNearlyThere() {
        TransportProblem problem =
                TransportProblem.squaredEuclidean(Clouds.gaussian(250, 2, 24), Clouds.gaussian(200, 2, 25));
        SinkhornSolver solver = SinkhornSolver.of(0.1).withTolerance(1e-3);
        CoarseStart start = CoarseStart.of(problem, solver);
        AlternatingUpdate update = new AlternatingUpdate(problem, solver);
        update.startFrom(start.f(), start.g());

        assertThat(update.iterate(0.1, Double.POSITIVE_INFINITY)).isLessThan(2e-3);
        assertThat(CoarseStart.suits(problem)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"2, 1e-6, 1073741824", "9, 1e-6, 1073741824", "2, 1e-9, 1073741824", "2, 1e-6, 0", "9, 1e-6, 0"})
    void threadsChangeNothing(int d, double tolerance, long memory) {
        TransportProblem problem =
                TransportProblem.squaredEuclidean(Clouds.gaussian(400, d, 15), Clouds.gaussian(300, d, 16));
        SinkhornSolver solver = SinkhornSolver.of(0.2).withTolerance(tolerance).withMemory(memory);

        EntropicResult one = solver.withParallelism(Parallelism.sequential()).solve(problem);
        EntropicResult three = solver.withParallelism(new Parallelism(3)).solve(problem);

        assertThat(three.transportCost()).isEqualTo(one.transportCost());
        assertThat(three.dual()).isEqualTo(one.dual());
        assertThat(three.convergence()).isEqualTo(one.convergence());
    }

    @Test
    void anInterruptedSolveEnds() {
        TransportProblem problem =
                TransportProblem.squaredEuclidean(Clouds.gaussian(600, 2, 17), Clouds.gaussian(600, 2, 18));
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> SinkhornSolver.of(1e-3).solve(problem)).isInstanceOf(CancellationException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void badInputIsRefused() {
        DoublePoints x = Clouds.gaussian(5, 2, 19);
        assertThatThrownBy(() -> SinkhornSolver.of(0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("epsilon must be finite and above 0, not 0.0");
        assertThatThrownBy(() -> SinkhornSolver.of(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SinkhornSolver.of(1).withTolerance(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SinkhornSolver.of(1).withMaxIterations(0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SinkhornSolver.of(1).withMemory(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SinkhornSolver.of(1e-12).solve(TransportProblem.squaredEuclidean(x, x)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("rounding errors dominate");
        assertThatThrownBy(() -> SinkhornSolver.of(1)
                .solve(TransportProblem.squaredEuclidean(x, Clouds.map(x, c -> 1e200 * c))))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("overflow");
    }

    @Test
    void anyCostTakes() {
        TransportProblem problem =
                TransportProblem.of(Clouds.gaussian(30, 2, 20), Clouds.gaussian(40, 2, 21), GroundCost.norm(1, 1));

        assertThat(SinkhornSolver.of(0.1).divergence(problem).value()).isPositive();
    }

    /** A light point, far away, allows an ε that is far above the costs of all other pairs. */
    @ParameterizedTest(name = "weight {0}")
    @ValueSource(doubles = {1e-30, 1e-19})
    void plansThatMisplaceMostOfTheMassAreRefused(double weight) {
        int n = 300;
        Random random = new Random(3);
        double[] x = random.doubles(2 * n + 2, -1, 1).toArray();
        double[] y = random.doubles(2 * n + 2, -1, 1).toArray();
        x[2 * n] = 9e11;
        double[] weights = new double[n + 1];
        Arrays.fill(weights, 0, n, 1);
        weights[n] = weight;
        TransportProblem problem = TransportProblem.squaredEuclidean(
                DoublePoints.wrap(x, n + 1, 2), DoublePoints.wrap(y, n + 1, 2))
                .withWeights(Weights.of(weights), Weights.of(weights));
        assertThatThrownBy(() -> SinkhornSolver.of(1e15).divergence(problem))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("marginal error");
    }
}
