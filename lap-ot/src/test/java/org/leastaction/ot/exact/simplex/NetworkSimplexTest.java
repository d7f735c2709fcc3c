package org.leastaction.ot.exact.simplex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.ot.Clouds;
import org.leastaction.ot.GoldenWeighted;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.TransportResult;
import org.leastaction.ot.Weights;
import org.leastaction.ot.exact.Wasserstein;
import org.leastaction.ot.exact.dense.AssignmentSolver;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;

class NetworkSimplexTest {

    private static final NetworkSimplex SOLVER = NetworkSimplex.defaults();

    @ParameterizedTest(name = "{0} {1} × {2} × {3}, q = {4}, p = {5}, {6} weights")
    @CsvFileSource(resources = "/golden/weighted.csv", numLinesToSkip = 1)
    void costIsThatOfPot(String kind, int n, int m, int d, double q, double p, String weights, long seed,
            double exact) {
        TransportProblem problem = GoldenWeighted.problem(kind, n, m, d, q, p, weights, seed);

        TransportResult result = SOLVER.solve(problem);

        assertThat(result.cost()).isCloseTo(exact, within(1e-9 * exact));
        assertThat(result.certificate().holds(1e-11)).as("%s", result.certificate()).isTrue();
        assertThat(result.plan().entries()).isLessThan(n + m);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void isCertifiedForAnySizesWeightsAndTies(long seed) {
        Random random = new Random(seed);
        int n = 1 + random.nextInt(120);
        int m = 1 + random.nextInt(120);
        boolean ties = random.nextBoolean();
        DoublePoints x = Clouds.map(Clouds.gaussian(n, 2, seed + 10), c -> ties ? Math.floor(2 * c) : c);
        DoublePoints y = Clouds.map(Clouds.gaussian(m, 2, seed + 20), c -> ties ? Math.floor(2 * c) : c);
        double[] a = random.doubles(n).map(u -> u < 0.3 ? 0 : ties ? Math.ceil(4 * u) : u).toArray();
        a[0] = 1;
        double[] b = random.doubles(m).map(u -> u < 0.3 ? 0 : ties ? Math.ceil(4 * u) : u * u).toArray();
        b[m - 1] = 2;
        TransportProblem problem = TransportProblem.squaredEuclidean(x, y).withWeights(Weights.of(a), Weights.of(b));

        TransportResult result = SOLVER.solve(problem);

        assertThat(result.certificate().holds(1e-11))
                .as("seed %d, n %d, m %d, ties %s: %s", seed, n, m, ties, result.certificate()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 20})
    void agreesWithAssignment(int d) {
        TransportProblem problem =
                TransportProblem.squaredEuclidean(Clouds.gaussian(250, d, 1), Clouds.gaussian(250, d, 2));

        TransportResult result = SOLVER.solve(problem);

        assertThat(result.cost()).isCloseTo(AssignmentSolver.defaults().solve(problem).cost(), within(1e-10));
        assertThat(result.plan().entries()).isEqualTo(250);
    }

    @Test
    void weightsThatAreWholeNumbersAreCopiesOfPoints() {
        DoublePoints x = Clouds.gaussian(30, 3, 3);
        DoublePoints y = Clouds.gaussian(60, 3, 4);
        int[] copies = new int[60];
        double[] a = new double[30];
        for (int i = 0; i < 60; i++) {
            copies[i] = i * i % 30;
            a[copies[i]]++;
        }

        TransportResult weighted =
                SOLVER.solve(TransportProblem.squaredEuclidean(x, y).withWeights(Weights.of(a), Weights.uniform(60)));

        assertThat(weighted.cost()).isCloseTo(Wasserstein.exact(x.select(copies), y).cost(), within(1e-12));
    }

    @Test
    void theCommonCaseTakesUnequalSizes() {
        TransportResult there = Wasserstein.exact(Clouds.gaussian(40, 2, 5), Clouds.gaussian(31, 2, 6));
        TransportResult back = Wasserstein.exact(Clouds.gaussian(31, 2, 6), Clouds.gaussian(40, 2, 5));

        assertThat(there.certificate().holds(1e-12)).isTrue();
        assertThat(back.cost()).isCloseTo(there.cost(), within(1e-13));
    }

    @ParameterizedTest(name = "{0} d={1}")
    @CsvSource({"gaussian, 2", "gaussian, 5", "gaussian, 12", "gaussian, 40", "tied, 2", "tied, 40", "duplicates, 2",
            "duplicates, 40", "collinear, 2", "apart, 2"})
    void severalLevelsAreCertified(String kind, int d) {
        DoublePoints x = cloud(kind, 700, d, 11);
        DoublePoints y = cloud(kind, 450, d, 12);
        Random random = new Random(13);
        TransportProblem problem = TransportProblem
                .squaredEuclidean(x, kind.equals("apart") ? Clouds.map(y, c -> c + 100) : y)
                .withWeights(Weights.of(random.doubles(700).map(u -> u < 0.2 ? 0 : u).toArray()),
                        Weights.of(random.doubles(450).map(u -> Math.ceil(3 * u)).toArray()));

        TransportResult result = SOLVER.solve(problem);

        assertThat(result.certificate().holds(1e-11)).as("%s", result.certificate()).isTrue();
        assertThat(result.plan().entries()).isLessThan(700 + 450);
    }

    @Test
    void manyWeightedPointsNeedNoMatrix() {
        int n = 20_000;
        Random random = new Random(14);
        // Its matrix would take 3.2 GB, more than the heap of these tests.
        TransportProblem problem =
                TransportProblem.squaredEuclidean(Clouds.gaussian(n, 2, 15), Clouds.gaussian(n, 2, 16))
                        .withWeights(Weights.of(random.doubles(n).toArray()), Weights.of(random.doubles(n).toArray()));

        assertThat(SOLVER.solve(problem).certificate().holds(1e-9)).isTrue();
    }

    private static DoublePoints cloud(String kind, int n, int d, long seed) {
        DoublePoints gaussian = Clouds.gaussian(n, d, seed);
        return switch (kind) {
            case "tied" -> Clouds.map(gaussian, c -> Math.rint(2 * c));
            case "duplicates" -> gaussian.select(IntStream.range(0, n).map(i -> i % 30).toArray());
            case "collinear" -> {
                double[] line = new double[n * d];
                for (int i = 0; i < line.length; i++) {
                    line[i] = gaussian.get(i / d, 0) * (1 + i % d);
                }
                yield DoublePoints.wrap(line, n, d);
            }
            default -> gaussian;
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 40})
    void threadsChangeNothing(int d) {
        TransportProblem problem =
                TransportProblem.squaredEuclidean(Clouds.gaussian(300, d, 7), Clouds.gaussian(280, d, 8));

        assertThat(new NetworkSimplex(new Parallelism(3)).solve(problem).certificate())
                .isEqualTo(new NetworkSimplex(Parallelism.sequential()).solve(problem).certificate());
    }

    @Test
    void anInterruptedSolveEnds() {
        TransportProblem problem =
                TransportProblem.squaredEuclidean(Clouds.gaussian(400, 2, 9), Clouds.gaussian(300, 2, 10));
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> SOLVER.solve(problem)).isInstanceOf(CancellationException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
