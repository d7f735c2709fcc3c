package org.leastaction.ot.exact.sparse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.ot.Assignment;
import org.leastaction.ot.Certificate;
import org.leastaction.ot.Clouds;
import org.leastaction.ot.GoldenClouds;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.TransportResult;
import org.leastaction.ot.WarmStart;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.ot.exact.dense.AssignmentSolver;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;

class MatrixFreeSolverTest {

    private static final MatrixFreeSolver SOLVER = MatrixFreeSolver.defaults();

    @ParameterizedTest(name = "{0} n={1} d={2} q={3} p={4}")
    @CsvFileSource(resources = "/golden/transport.csv", numLinesToSkip = 1)
    void costIsThatOfScipyAndPot(
            String kind, int n, int d, double q, double p, long seed, double scipy, double pot) {
        GoldenClouds points = GoldenClouds.of(kind, n, d, seed);
        TransportProblem problem = TransportProblem.of(points.x, points.y, GroundCost.norm(q, p));

        TransportResult result = SOLVER.solve(problem);

        assertThat(result.cost()).isCloseTo(scipy, within(1e-9 * scipy)).isCloseTo(pot, within(1e-9 * pot));
        assertThat(result.certificate().holds(1e-9)).as("%s", result.certificate()).isTrue();
    }

    @ParameterizedTest(name = "{0} d={1}")
    @CsvSource({
            "gaussian, 1", "gaussian, 2", "gaussian, 5", "gaussian, 12", "gaussian, 60",
            "clustered, 2", "clustered, 40", "tied, 2", "tied, 40", "duplicates, 2", "duplicates, 40",
            "collinear, 3", "collinear, 40", "apart, 2", "apart, 40", "smooth, 2", "smooth, 40",
            "shuffled, 12", "shuffled, 40"})
    void costIsThatOfTheDenseSolver(String kind, int d) {
        int n = 1300;
        DoublePoints x = cloud(kind, n, d, 51);
        DoublePoints y = switch (kind) {
            case "smooth" -> Clouds.map(x, c -> c + Math.tanh(c));
            case "shuffled" -> Clouds.shuffled(Clouds.add(x, Clouds.gaussian(n, d, 53), 0.4), 54);
            default -> cloud(kind, n, d, 52);
        };
        TransportProblem problem = TransportProblem.squaredEuclidean(
                x, kind.equals("apart") ? Clouds.map(y, c -> c + 100) : y);

        TransportResult dense = AssignmentSolver.defaults().solve(problem);
        TransportResult cold = SOLVER.solve(problem);
        TransportResult warm = SOLVER.startingFrom(WarmStart.pairing(Assignment.identity(n))).solve(problem);
        TransportResult again = SOLVER
                .startingFrom(WarmStart.pairing(cold.assignment()).withPotentials(cold.potentials()))
                .solve(problem);

        for (TransportResult result : new TransportResult[] {cold, warm, again}) {
            assertThat(result.cost()).isCloseTo(dense.cost(), within(1e-11 * dense.cost()));
            assertThat(result.certificate().holds(1e-11)).as("%s", result.certificate()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 12, 40})
    void threadsDoNotChangeTheResult(int d) {
        TransportProblem problem =
                TransportProblem.squaredEuclidean(Clouds.gaussian(1100, d, 53), Clouds.gaussian(1100, d, 54));

        TransportResult one = SOLVER.withParallelism(Parallelism.sequential()).solve(problem);
        TransportResult four = SOLVER.withParallelism(new Parallelism(4)).solve(problem);

        assertThat(four.assignment()).isEqualTo(one.assignment());
        assertThat(four.certificate()).isEqualTo(one.certificate());
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-1, 1e-3})
    void certifiedGapIsWithinTheTolerance(double tolerance) {
        TransportProblem problem =
                TransportProblem.squaredEuclidean(Clouds.gaussian(4000, 2, 55), Clouds.gaussian(4000, 2, 56));

        TransportResult result = SOLVER.withTolerance(tolerance).solve(problem);

        assertThat(result.certificate().gap()).isBetween(-1e-15, tolerance * result.cost() * (1 + 1e-9));
    }

    @ParameterizedTest
    @CsvSource({"20, 2", "6, 3", "2, 40"})
    void dozensOfCopiesOfAGridAreNoTrouble(int side, int d) {
        DoublePoints x = Clouds.map(Clouds.gaussian(12_000, d, 71), c -> Math.floorMod((long) (1e6 * c), side));
        DoublePoints y = Clouds.map(Clouds.gaussian(12_000, d, 72), c -> Math.floorMod((long) (1e6 * c), side));
        int[] few = java.util.stream.IntStream.range(0, 12_000).map(i -> i % 300).toArray();
        TransportProblem problem = d > 3
                ? TransportProblem.squaredEuclidean(x.select(few), y.select(few))
                : TransportProblem.squaredEuclidean(x, y);

        TransportResult result = SOLVER.solve(problem);

        assertThat(result.certificate().holds(1e-11)).as("%s", result.certificate()).isTrue();
        assertThat(Certificate.of(problem, result.assignment(), result.potentials(), Parallelism.available()).gap())
                .isCloseTo(result.certificate().gap(), within(1e-12));
    }

    @Test
    void otherCostsAreSolved() {
        TransportProblem problem = TransportProblem.of(
                Clouds.gaussian(700, 3, 57), Clouds.gaussian(700, 3, 58), GroundCost.norm(1, 1));

        TransportResult result = SOLVER.solve(problem);

        assertThat(result.cost())
                .isCloseTo(AssignmentSolver.defaults().solve(problem).cost(), within(1e-11 * result.cost()));
    }

    @Test
    void badInputIsRefused() {
        DoublePoints x = Clouds.gaussian(5, 2, 61);

        assertThatThrownBy(() -> SOLVER.withTolerance(-1))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("-1.0");
        assertThatThrownBy(() -> SOLVER.startingFrom(WarmStart.pairing(Assignment.identity(3)))
                .solve(TransportProblem.squaredEuclidean(x, x)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("3 pairs");
        assertThatThrownBy(() -> SOLVER.solve(
                TransportProblem.squaredEuclidean(x, Clouds.map(x, c -> 1e200 * c))))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("overflow");
    }

    private static DoublePoints cloud(String kind, int n, int d, long seed) {
        DoublePoints gaussian = Clouds.gaussian(n, d, seed);
        return switch (kind) {
            case "clustered" -> Clouds.add(Clouds.map(Clouds.gaussian(n, d, seed + 10), c -> 10 * Math.signum(c)),
                    gaussian, 1e-2);
            case "tied" -> Clouds.map(gaussian, c -> Math.rint(3 * c));
            case "duplicates" -> gaussian.select(java.util.stream.IntStream.range(0, n).map(i -> i % 40).toArray());
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
}
