package org.leastaction.ot.exact.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.ot.Clouds;
import org.leastaction.ot.GoldenWeighted;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.TransportResult;
import org.leastaction.ot.Weights;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.ot.exact.Wasserstein;
import org.leastaction.ot.exact.dense.AssignmentSolver;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;

class SortingSolverTest {

    private static final SortingSolver SOLVER = SortingSolver.defaults();

    static Stream<GoldenWeighted.Row> onTheLine() {
        return GoldenWeighted.rows().filter(row -> row.d() == 1);
    }

    @ParameterizedTest
    @MethodSource("onTheLine")
    void costIsThatOfPot(GoldenWeighted.Row row) {
        TransportProblem problem = row.problem();
        double exact = row.exact();

        TransportResult result = SOLVER.solve(problem);

        assertThat(result.cost()).isCloseTo(exact, within(1e-9 * exact));
        assertThat(result.certificate().holds(1e-12)).as("%s", result.certificate()).isTrue();
        assertThat(LineTransport.cost(problem.x().toArray(), problem.y().toArray(), problem.a(), problem.b(), row.p()))
                .isCloseTo(exact, within(1e-9 * exact));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void isCertifiedForAnySizesWeightsAndPowers(long seed) {
        Random random = new Random(seed);
        int n = 1 + random.nextInt(200);
        int m = 1 + random.nextInt(200);
        double p = seed % 2 == 0 ? 1 + random.nextInt(2) : 1 + 3 * random.nextDouble();
        DoublePoints x = Clouds.map(Clouds.gaussian(n, 1, seed + 10), c -> Math.floor(c * 5) / 5);
        DoublePoints y = Clouds.map(Clouds.gaussian(m, 1, seed + 20), c -> 1e3 + c);
        double[] a = random.doubles(n).map(u -> u < 0.3 ? 0 : u).toArray();
        a[0] = 1;
        TransportProblem problem = TransportProblem.of(x, y, GroundCost.norm(2, p))
                .withWeights(Weights.of(a), Weights.of(random.doubles(m, 0.1, 1).toArray()));

        TransportResult result = SOLVER.solve(problem);

        assertThat(result.certificate().holds(1e-11))
                .as("seed %d, n %d, m %d, p %s: %s", seed, n, m, p, result.certificate()).isTrue();
        assertThat(result.plan().entries()).isLessThan(n + m);
    }

    @Test
    void agreesWithAssignment() {
        TransportProblem problem =
                TransportProblem.squaredEuclidean(Clouds.gaussian(150, 1, 31), Clouds.gaussian(150, 1, 32));

        assertThat(SOLVER.solve(problem).cost())
                .isCloseTo(AssignmentSolver.defaults().solve(problem).cost(), within(1e-13));
        assertThat(SOLVER.solve(problem).assignment())
                .isEqualTo(AssignmentSolver.defaults().solve(problem).assignment());
    }

    @Test
    void splittingAPointIntoEqualOnesChangesNothing() {
        DoublePoints y = Clouds.gaussian(7, 1, 33);
        TransportProblem whole = TransportProblem.squaredEuclidean(DoublePoints.wrap(new double[] {1, 4}, 2, 1), y)
                .withWeights(Weights.of(1, 2), Weights.uniform(7));
        TransportProblem split = TransportProblem.squaredEuclidean(DoublePoints.wrap(new double[] {4, 1, 4}, 3, 1), y);

        assertThat(SOLVER.solve(whole).cost()).isCloseTo(SOLVER.solve(split).cost(), within(1e-14));
    }

    /** Many corners, at which the potentials of cost |x − y| are determined although no mass connects them. */
    @ParameterizedTest(name = "{0} × {1}, y by {2}, p = {3}")
    @CsvSource({"60000, 60000, 0.1, 1", "60000, 60000, 0, 1", "60000, 60000, 5, 1", "100000, 70000, 0.1, 1",
            "60000, 60000, 0.1, 1.001", "60000, 60000, 0.1, 2", "60000, 60000, 0.1, 3"})
    void potentialsStayExactThroughManyCorners(int n, int m, double shift, double p) {
        DoublePoints x = Clouds.gaussian(n, 1, 41);
        DoublePoints y = Clouds.map(Clouds.gaussian(m, 1, 42), c -> c + shift);

        TransportResult result = SOLVER.solve(TransportProblem.of(x, y, GroundCost.norm(2, p)));

        assertThat(result.certificate().isTight()).as("%s", result.certificate()).isTrue();
        assertThat(Math.abs(result.certificate().gap())).isLessThanOrEqualTo(result.certificate().rounding());
        assertThat(result.remark(0)).isEmpty();
    }

    @Test
    void theCommonCaseSortsOnTheLine() {
        TransportResult result = Wasserstein.exact(Clouds.gaussian(30, 1, 34), Clouds.gaussian(45, 1, 35));

        assertThat(result.certificate().holds(1e-12)).isTrue();
        assertThatThrownBy(result::assignment).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void threadsChangeNothing() {
        TransportProblem problem =
                TransportProblem.squaredEuclidean(Clouds.gaussian(600, 1, 36), Clouds.gaussian(500, 1, 37));

        TransportResult one = new SortingSolver(Parallelism.sequential()).solve(problem);
        TransportResult three = new SortingSolver(new Parallelism(3)).solve(problem);

        assertThat(three.certificate()).isEqualTo(one.certificate());
    }

    @Test
    void badInputIsRefused() {
        DoublePoints plane = Clouds.gaussian(3, 2, 38);
        DoublePoints far = DoublePoints.wrap(new double[] {-1e200, 1e200}, 2, 1);

        assertThatThrownBy(() -> SOLVER.solve(TransportProblem.squaredEuclidean(plane, plane)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("2 coordinates");
        assertThatThrownBy(() -> SOLVER.solve(TransportProblem.squaredEuclidean(far, far)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("overflow");
        assertThatThrownBy(() -> LineTransport.squared(new double[] {1, Double.NaN}, new double[] {1}))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("number 1 is NaN");
        assertThatThrownBy(() -> LineTransport.cost(
                new double[] {1}, new double[] {1}, Weights.uniform(1), Weights.uniform(1), 0.5))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("0.5");
    }
}
