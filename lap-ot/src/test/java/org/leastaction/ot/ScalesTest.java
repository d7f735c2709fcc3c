package org.leastaction.ot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.ot.entropic.EntropicResult;
import org.leastaction.ot.entropic.SinkhornSolver;
import org.leastaction.ot.exact.Wasserstein;
import org.leastaction.ot.exact.dense.AssignmentSolver;
import org.leastaction.ot.exact.simplex.NetworkSimplex;
import org.leastaction.ot.gaussian.GelbrichBound;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.sliced.SlicedWasserstein;
import org.leastaction.points.DoublePoints;
import org.leastaction.transport.TransportGap;

/** Problems with points, weights and costs of very different size, for which results must also be exact. */
class ScalesTest {

    private static final Parallelism SEQUENTIAL = Parallelism.sequential();

    /** A cloud with a point far away on the first axis, as the last one, some times. */
    private static DoublePoints withFar(DoublePoints near, double distance, int times) {
        int d = near.dimension();
        double[] all = Arrays.copyOf(near.toArray(), (near.size() + times) * d);
        for (int t = 0; t < times; t++) {
            all[(near.size() + t) * d] = distance;
        }
        return DoublePoints.wrap(all, near.size() + times, d);
    }

    private static double[] ones(int size, int more, double weight) {
        double[] weights = new double[size + more];
        Arrays.fill(weights, 1);
        Arrays.fill(weights, size, size + more, weight);
        return weights;
    }

    private static void assertProven(TransportResult result, double cost) {
        assertThat(result.cost()).isCloseTo(cost, within(1e-12 * cost));
        assertThat(result.certificate().isTight()).as("%s", result.certificate()).isTrue();
        assertThat(result.certificate().holds(1e-12)).as("%s", result.certificate()).isTrue();
        assertThat(result.certificate().remark(0)).isEmpty();
        assertThat(result.potentials().sources()).isEqualTo(result.problem().x().size());
        assertThat(result.potentials().targets()).isEqualTo(result.problem().y().size());
    }

    @ParameterizedTest(name = "{0} points, d = {1}, far by {2}, norm {3}, power {4}")
    @CsvSource({"300, 2, 1e6, 2, 2", "300, 2, 1e150, 2, 2", "200, 1, 1e9, 2, 2", "200, 1, 1e9, 2, 1",
            "100, 3, 1e6, 1, 1",
            "200, 40, 1e8, 2, 2", "150, 2, 1e6, Infinity, 1"})
    void farPointsWithoutWeightChangeNothing(int n, int d, double distance, double q, double p) {
        DoublePoints x = Clouds.gaussian(n, d, 1);
        DoublePoints y = Clouds.gaussian(n, d, 2);
        GroundCost cost = GroundCost.norm(q, p);
        double near = AssignmentSolver.defaults().solve(TransportProblem.of(x, y, cost)).cost();
        TransportProblem problem = TransportProblem
                .of(withFar(x, distance, 1), withFar(y, -distance, 2), cost)
                .withWeights(Weights.of(ones(n, 1, 0)), Weights.of(ones(n, 2, 0)));

        assertProven(Wasserstein.exact(problem, SEQUENTIAL), near);
    }

    @ParameterizedTest(name = "{0} points, d = {1}, far by {2}, {3} far targets of weight {4}")
    @CsvSource({"300, 2, 1e6, 1, 1", "300, 2, 1e6, 2, 0.5", "300, 2, 1e9, 3, 0.25", "8, 2, 1e8, 1, 1",
            "200, 1, 1e9, 1, 1",
            "200, 1, 1e9, 2, 0.5", "200, 40, 1e6, 1, 1", "100, 10, 1e7, 2, 0.5", "700, 2, 1e7, 1, 0.001"})
    void farPointsThatStayWhereTheyAreChangeNothing(int n, int d, double distance, int times, double weight) {
        DoublePoints x = Clouds.gaussian(n, d, 3);
        DoublePoints y = Clouds.gaussian(n, d, 4);
        double near = AssignmentSolver.defaults().solve(TransportProblem.squaredEuclidean(x, y)).cost();
        TransportProblem problem = TransportProblem
                .squaredEuclidean(withFar(x, distance, 1), withFar(y, distance, times))
                .withWeights(Weights.of(ones(n, 1, times * weight)), Weights.of(ones(n, times, weight)));

        assertProven(Wasserstein.exact(problem, SEQUENTIAL), near * n / (n + times * weight));
    }

    @ParameterizedTest(name = "{0} points, d = {1}, far by {2}")
    @CsvSource({"300, 2, 1e6", "8, 2, 1e8", "300, 10, 1e6", "1200, 2, 1e7", "400, 40, 1e6", "200, 1, 1e12",
            "50, 3, 1e12"})
    void farPairsOfAnAssignmentChangeNothing(int n, int d, double distance) {
        DoublePoints x = Clouds.gaussian(n, d, 5);
        DoublePoints y = Clouds.gaussian(n, d, 6);
        double near = NetworkSimplex.defaults().solve(TransportProblem.squaredEuclidean(x, y)).cost();
        TransportProblem problem =
                TransportProblem.squaredEuclidean(withFar(x, distance, 1), withFar(y, distance, 1));
        double expected = near * n / (n + 1);

        assertProven(Wasserstein.exact(problem, SEQUENTIAL), expected);
    }

    /** x has weights 1, 1, w and y 1, 1 + w; the light point comes to y₁. All on one line through the plane. */
    @ParameterizedTest(name = "d = {0}, weight {1}, far by {2}")
    @CsvSource({"1, 1e-10, 1e12", "1, 1e-19, 1e12", "1, 1e-19, 1e3", "2, 1e-19, 1e12", "2, 1e-10, 1e12",
            "2, 1e-30, 1e15",
            "1, 1e-200, 1e100", "2, 1e-200, 1e100", "2, 1e-300, 1e150", "40, 1e-19, 1e12"})
    void lightPointsCount(int d, double weight, double distance) {
        double[] direction = new double[d];
        direction[0] = d == 1 ? 1 : 0.6;
        if (d > 1) {
            direction[1] = 0.8;
        }
        DoublePoints x = along(direction, 0, 1, distance);
        DoublePoints y = along(direction, 0, 1, 1);
        TransportProblem problem = TransportProblem.squaredEuclidean(x, y)
                .withWeights(Weights.of(1, 1, weight), Weights.of(1, 1, weight));

        assertProven(Wasserstein.exact(problem, SEQUENTIAL),
                weight * (distance - 1) * (distance - 1) / (2 + weight));
    }

    /** 300 ordinary points on either side, and far points of little weight. */
    @ParameterizedTest(name = "weight {0} on side {1}")
    @CsvSource({"1e-10, x", "1e-10, both", "1e-19, x", "1e-19, y", "1e-19, both", "1e-30, x", "1e-30, y", "1e-30, both",
            "1e-60, x", "1e-60, both"})
    void lightPointsAmongOrdinaryOnesAreProven(double weight, String side) {
        int n = 300;
        double[] x = new double[2 * n + 2];
        double[] y = new double[2 * n + 2];
        Random random = new Random(5);
        for (int k = 0; k < 2 * n; k++) {
            x[k] = random.nextGaussian();
            y[k] = random.nextGaussian();
        }
        x[2 * n] = side.equals("y") ? 0.5 : 1e12;
        y[2 * n] = side.equals("x") ? 0.5 : side.equals("y") ? 1e12 : -1e12;
        double[] weights = new double[n + 1];
        Arrays.fill(weights, 0, n, 1);
        weights[n] = weight;
        TransportProblem problem = TransportProblem.squaredEuclidean(
                DoublePoints.wrap(x, n + 1, 2), DoublePoints.wrap(y, n + 1, 2))
                .withWeights(Weights.of(weights), Weights.of(weights));

        TransportResult result = Wasserstein.exact(problem, SEQUENTIAL);

        assertThat(result.certificate().isTight()).as("%s", result.certificate()).isTrue();
        assertThat(result.remark(0)).isEmpty();
    }

    @ParameterizedTest(name = "{0} points, d = {1}, norm {3}, power {4}, lengths times {2}")
    @CsvSource({"40, 2, 1e-170, 2, 2", "50, 2, 1e-160, 2, 2", "50, 2, 2e-161, 2, 2", "50, 1, 1e-160, 2, 2",
            "50, 1, 2e-161, 2, 2", "50, 3, 5e-161, 2, 2", "50, 2, 4e-33, 2, 10", "40, 2, 1e-300, 2, 2",
            "30, 1, 1e-170, 2, 2", "30, 40, 1e-170, 2, 2",
            "30, 2, 1e8, 50, 1", "30, 3, 1e-5, 100, 1", "30, 2, 1e-5, 100, 2", "30, 2, 1e-120, 1, 3",
            "30, 2, 1e-170, 2, 1",
            "30, 2, 1e100, 2, 2", "30, 2, 1e200, 2, 1", "1200, 2, 1e-200, 2, 2", "30, 2, 1e-20, 2, 30",
            "30, 1, 1e-20, 2, 30",
            "30, 2, 1e6, Infinity, 40", "30, 3, 1e-300, 1.5, 1"})
    void distancesGrowWithTheLengths(int n, int d, double factor, double q, double p) {
        DoublePoints x = Clouds.gaussian(n, d, 7);
        DoublePoints y = Clouds.gaussian(n, d, 8);
        GroundCost cost = GroundCost.norm(q, p);
        double near = AssignmentSolver.defaults().solve(TransportProblem.of(x, y, cost)).distance();
        TransportProblem problem =
                TransportProblem.of(Clouds.map(x, c -> factor * c), Clouds.map(y, c -> factor * c), cost);

        for (TransportProblem asked : List.of(problem,
                problem.withWeights(Weights.of(ones(n, 0, 1)), Weights.of(ones(n, 0, 1))))) {
            TransportResult result = Wasserstein.exact(asked, SEQUENTIAL);

            assertThat(result.distance()).isCloseTo(factor * near, within(1e-11 * factor * near));
            assertThat(result.remark(0).isPresent()).isEqualTo(result.cost() < Double.MIN_NORMAL);
        }
    }

    @ParameterizedTest(name = "shift by {1} in {0} dimensions, norm {2}, power {3}")
    @CsvSource({"1, 0.01, 2, 200", "2, 0.01, 2, 200", "2, 3e-4, 100, 1", "2, 3e-4, 100, 100", "1, 1e-9, 2, 30",
            "3, 1e-9, 3, 20", "2, 1e-9, 2, 1"})
    void aShiftIsAsFarAsItGoes(int d, double shift, double q, double p) {
        DoublePoints x = Clouds.map(Clouds.gaussian(50, d, 9), c -> Math.rint(c * 1024) / 1024);
        double[] shifted = x.toArray();
        for (int i = 0; i < shifted.length; i += d) {
            shifted[i] += shift;
        }

        TransportResult result = Wasserstein.exact(
                TransportProblem.of(x, DoublePoints.wrap(shifted, 50, d), GroundCost.norm(q, p)), SEQUENTIAL);

        assertThat(result.distance()).isCloseTo(shift, within(1e-15 + 1e-12 * shift));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-155, 1e-170, 1e-300, 1e-5, 1e100, 1e153})
    void theGaussianDistanceGrowsWithTheLengths(double factor) {
        DoublePoints x = Clouds.gaussian(50, 3, 10);
        DoublePoints y = Clouds.gaussian(60, 3, 11);
        double near = GelbrichBound.between(x, y, SEQUENTIAL).distance();

        GelbrichBound bound = GelbrichBound.between(
                Clouds.map(x, c -> factor * c), Clouds.map(y, c -> factor * c), SEQUENTIAL);

        assertThat(bound.distance()).isCloseTo(factor * near, within(1e-10 * factor * near));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-170, 1e-200})
    void squaresThatVanishAreRefused(double factor) {
        DoublePoints x = Clouds.map(Clouds.gaussian(20, 3, 12), c -> factor * c);
        DoublePoints y = Clouds.map(Clouds.gaussian(20, 3, 13), c -> factor * c);
        TransportProblem problem = TransportProblem.squaredEuclidean(x, y);

        for (ThrowingCallable call : List.<ThrowingCallable>of(() -> SlicedWasserstein.of(1).estimate(problem),
                () -> SinkhornSolver.of(1e-300).solve(problem), () -> SinkhornSolver.of(1e-300).divergence(problem),
                () -> TransportGap.of(x, y, SEQUENTIAL))) {
            assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("underflow").hasMessageContaining("scale the points up");
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e9, 1e15, 1e100})
    void anEpsilonFarAboveTheCostsIsRefused(double times) {
        TransportProblem problem =
                TransportProblem.squaredEuclidean(Clouds.gaussian(20, 3, 12), Clouds.gaussian(20, 3, 13));
        SinkhornSolver solver = SinkhornSolver.of(times * problem.costBound());

        assertThatThrownBy(() -> solver.divergence(problem)).hasMessageContaining("at most 1e9");
        assertThatThrownBy(() -> solver.solve(problem)).hasMessageContaining("at most 1e9");
    }

    @Test
    void anEpsilonOfManyTimesTheCostsGivesTheDistanceOfMeans() {
        TransportProblem problem =
                TransportProblem.squaredEuclidean(Clouds.gaussian(200, 3, 14), Clouds.gaussian(150, 3, 15));
        double means = GelbrichBound.of(problem, SEQUENTIAL).means();

        double divergence = SinkhornSolver.of(1e7).divergence(problem).value();

        assertThat(divergence).isCloseTo(means, within(1e-4 * means));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e4, 1e9, 1e140})
    void farPointsWithoutWeightChangeNoMethod(double distance) {
        DoublePoints x = Clouds.gaussian(40, 2, 16);
        DoublePoints y = Clouds.gaussian(40, 2, 17);
        TransportProblem near = TransportProblem.squaredEuclidean(x, y)
                .withWeights(Weights.of(ones(40, 0, 1)), Weights.of(ones(40, 0, 1)));
        TransportProblem problem = TransportProblem.squaredEuclidean(withFar(x, distance, 1), withFar(y, -distance, 2))
                .withWeights(Weights.of(ones(40, 1, 0)), Weights.of(ones(40, 2, 0)));
        SinkhornSolver solver = SinkhornSolver.of(0.1);

        EntropicResult entropic = solver.solve(problem);

        assertThat(entropic.primal()).isEqualTo(solver.solve(near).primal());
        assertThat(entropic.potentials().sources()).isEqualTo(41);
        assertThat(entropic.potentials().targets()).isEqualTo(42);
        assertThat(solver.divergence(problem).value()).isEqualTo(solver.divergence(near).value());
        assertThat(SlicedWasserstein.of(2).estimate(problem).squared())
                .isEqualTo(SlicedWasserstein.of(2).estimate(near).squared());
        assertThat(GelbrichBound.of(problem, SEQUENTIAL)).isEqualTo(GelbrichBound.of(near, SEQUENTIAL));
    }

    private static DoublePoints along(double[] direction, double... lengths) {
        double[] points = new double[lengths.length * direction.length];
        for (int i = 0; i < points.length; i++) {
            points[i] = lengths[i / direction.length] * direction[i % direction.length];
        }
        return DoublePoints.wrap(points, lengths.length, direction.length);
    }
}
