package org.leastaction.ot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.leastaction.ot.assignment.AssignmentSolver;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.matrixfree.MatrixFreeSolver;
import org.leastaction.ot.simplex.NetworkSimplex;
import org.leastaction.points.DoublePoints;

/** Problems with points, weights and costs of very different size: exact means exact in these too. */
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
    @CsvSource({"300, 2, 1e6, 2, 2", "300, 2, 1e150, 2, 2", "200, 1, 1e9, 2, 2", "200, 1, 1e9, 2, 1", "100, 3, 1e6, 1, 1",
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
    @CsvSource({"300, 2, 1e6, 1, 1", "300, 2, 1e6, 2, 0.5", "300, 2, 1e9, 3, 0.25", "8, 2, 1e8, 1, 1", "200, 1, 1e9, 1, 1",
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
    @CsvSource({"300, 2, 1e6", "8, 2, 1e8", "300, 10, 1e6", "1200, 2, 1e7", "400, 40, 1e6", "200, 1, 1e12", "50, 3, 1e12"})
    void farPairsOfAnAssignmentChangeNothing(int n, int d, double distance) {
        DoublePoints x = Clouds.gaussian(n, d, 5);
        DoublePoints y = Clouds.gaussian(n, d, 6);
        double near = NetworkSimplex.defaults().solve(TransportProblem.squaredEuclidean(x, y)).cost();
        TransportProblem problem =
                TransportProblem.squaredEuclidean(withFar(x, distance, 1), withFar(y, distance, 1));
        double expected = near * n / (n + 1);

        assertProven(Wasserstein.exact(problem, SEQUENTIAL), expected);
        assertProven(AssignmentSolver.defaults().solve(problem), expected);
        assertProven(MatrixFreeSolver.defaults().solve(problem), expected);
    }

    /** x has weights 1, 1, w and y 1, 1 + w; the light point comes to y₁. All on one line through the plane. */
    @ParameterizedTest(name = "d = {0}, weight {1}, far by {2}")
    @CsvSource({"1, 1e-10, 1e12", "1, 1e-19, 1e12", "1, 1e-19, 1e3", "2, 1e-19, 1e12", "2, 1e-10, 1e12", "2, 1e-30, 1e15",
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

    private static DoublePoints along(double[] direction, double... lengths) {
        double[] points = new double[lengths.length * direction.length];
        for (int i = 0; i < points.length; i++) {
            points[i] = lengths[i / direction.length] * direction[i % direction.length];
        }
        return DoublePoints.wrap(points, lengths.length, direction.length);
    }
}
