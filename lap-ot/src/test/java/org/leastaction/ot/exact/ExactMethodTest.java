package org.leastaction.ot.exact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.leastaction.ot.Assignment;
import org.leastaction.ot.HardProblem;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.TransportResult;
import org.leastaction.ot.WarmStart;
import org.leastaction.ot.Weights;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;

/** The choice of a method on both sides of every threshold, and what a result reports about it. */
class ExactMethodTest {

    private static DoublePoints cloud(int n, int d) {
        double[] points = new double[n * d];
        Random random = new Random(n + d);
        Arrays.setAll(points, i -> random.nextGaussian());
        return DoublePoints.wrap(points, n, d);
    }

    /** n points, of which {@code distinct} are distinct. */
    private static DoublePoints copies(int n, int d, int distinct) {
        return cloud(distinct, d).select(IntStream.range(0, n).map(i -> i % distinct).toArray());
    }

    private static TransportProblem assignment(int n, int d) {
        return TransportProblem.squaredEuclidean(cloud(n, d), cloud(n, d));
    }

    private static TransportProblem copied(int n, int d, int distinct) {
        return TransportProblem.squaredEuclidean(cloud(n, d), copies(n, d, distinct));
    }

    static Stream<Arguments> thresholds() {
        return Stream.of(
                Arguments.of("the line", assignment(5_000, 1), ExactMethod.SORTING),
                Arguments.of("the plane", assignment(1_000, 2), ExactMethod.DENSE_ASSIGNMENT),
                Arguments.of("the plane", assignment(1_001, 2), ExactMethod.SPARSE_ASSIGNMENT),
                Arguments.of("6 dimensions", assignment(1_001, 6), ExactMethod.SPARSE_ASSIGNMENT),
                Arguments.of("7 dimensions", assignment(1_500, 7), ExactMethod.DENSE_ASSIGNMENT),
                Arguments.of("7 dimensions", assignment(1_501, 7), ExactMethod.SPARSE_ASSIGNMENT),
                Arguments.of("32 dimensions", assignment(1_500, 32), ExactMethod.DENSE_ASSIGNMENT),
                Arguments.of("33 dimensions", assignment(256, 33), ExactMethod.DENSE_ASSIGNMENT),
                Arguments.of("33 dimensions", assignment(257, 33), ExactMethod.SPARSE_ASSIGNMENT),
                Arguments.of("33 dimensions, norm 1",
                        TransportProblem.of(cloud(257, 33), cloud(257, 33), GroundCost.norm(1, 1)),
                        ExactMethod.DENSE_ASSIGNMENT),
                Arguments.of("7 dimensions, norm 2",
                        TransportProblem.of(cloud(8_000, 7), cloud(8_000, 7), GroundCost.norm(2, 1)),
                        ExactMethod.DENSE_ASSIGNMENT),
                Arguments.of("7 dimensions, norm 2",
                        TransportProblem.of(cloud(8_001, 7), cloud(8_001, 7), GroundCost.norm(2, 1)),
                        ExactMethod.SPARSE_ASSIGNMENT),
                Arguments.of("two distinct targets", copied(1_000, 3, 2), ExactMethod.DENSE_ASSIGNMENT),
                Arguments.of("two distinct targets", copied(1_001, 3, 2), ExactMethod.FEW_SINKS),
                Arguments.of("two distinct targets in 20 dimensions", copied(1_001, 20, 2), ExactMethod.FEW_SINKS),
                Arguments.of("64 distinct targets", copied(1_500, 3, 64), ExactMethod.FEW_SINKS),
                Arguments.of("65 distinct targets", copied(1_500, 3, 65), ExactMethod.NETWORK_SIMPLEX),
                Arguments.of("half of the targets", copied(1_500, 3, 750), ExactMethod.NETWORK_SIMPLEX),
                Arguments.of("more than half of them", copied(1_500, 3, 751), ExactMethod.SPARSE_ASSIGNMENT),
                Arguments.of("64 and 500 points",
                        TransportProblem.squaredEuclidean(cloud(64, 2), cloud(500, 2)), ExactMethod.FEW_SINKS),
                Arguments.of("65 and 500 points",
                        TransportProblem.squaredEuclidean(cloud(65, 2), cloud(500, 2)), ExactMethod.NETWORK_SIMPLEX),
                Arguments.of("equal weights that were given", assignment(100, 2)
                        .withWeights(Weights.of(ones(100)), Weights.uniform(100)), ExactMethod.NETWORK_SIMPLEX));
    }

    private static double[] ones(int n) {
        double[] ones = new double[n];
        Arrays.fill(ones, 1);
        return ones;
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("thresholds")
    void isChosenOnBothSidesOfEachThreshold(String what, TransportProblem problem, ExactMethod expected) {
        assertThat(ExactSolver.defaults().method(problem)).as(what).isEqualTo(expected);
    }

    @Test
    void assignmentStartsFromAPairingOnTheLineToo() {
        ExactSolver started = ExactSolver.defaults().startingFrom(WarmStart.pairing(Assignment.identity(100)));
        assertThat(started.method(assignment(100, 1))).isEqualTo(ExactMethod.DENSE_ASSIGNMENT);
    }

    @Test
    void pointsWithoutWeightDoNotCount() {
        double[] weights = ones(500);
        Arrays.fill(weights, 10, 500, 0);
        TransportProblem problem = assignment(500, 2).withWeights(Weights.of(weights), Weights.uniform(500));
        assertThat(ExactSolver.defaults().method(problem)).isEqualTo(ExactMethod.FEW_SINKS);
        assertThat(ExactSolver.defaults().solve(problem).choice()).isPresent();
    }

    @Test
    void resultsNameTheSolverAndTheReason() {
        assertThat(choice(assignment(50, 1))).isEqualTo("sorting (points on a line)");
        assertThat(choice(assignment(50, 2))).isEqualTo("assignment on a matrix (50 points in 2 dimensions)");
        assertThat(choice(assignment(1_100, 2)))
                .isEqualTo("assignment without a matrix (1100 points in 2 dimensions)");
        assertThat(choice(TransportProblem.squaredEuclidean(cloud(70, 2), cloud(80, 2))))
                .isEqualTo("network simplex (unequal sizes)");
        assertThat(choice(copied(1_100, 2, 5)))
                .isEqualTo("shortest paths among few points (5 distinct points on one side)");
    }

    @Test
    void resultsNameASecondSolver() {
        assertThat(choice(HardProblem.TIGHT_CLUSTERS.of(2_000, 1)))
                .isEqualTo("assignment without a matrix, then network simplex"
                        + " (2000 points in 2 dimensions; tight clusters or distant outliers)");
    }

    private static String choice(TransportProblem problem) {
        TransportResult result = new ExactSolver(Parallelism.available(), java.util.Optional.empty(), 0).solve(problem);
        assertThat(result.certificate().isTight()).isTrue();
        return result.choice().orElseThrow().toString();
    }
}
