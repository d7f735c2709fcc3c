package org.leastaction.ot.exact.simplex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.TransportResult;
import org.leastaction.ot.Weights;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.ot.exact.dense.AssignmentSolver;
import org.leastaction.ot.exact.line.SortingSolver;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;

/** Few distinct points on one side, against the dense assignment solver and the sorting on the line. */
class FewSinksTest {

    private static TransportResult few(TransportProblem problem) {
        return FewSinks.solve(problem, Parallelism.sequential())
                .orElseGet(() -> new NetworkSimplex(Parallelism.sequential()).solve(problem));
    }

    static Stream<Arguments> sizes() {
        return Stream.of(1, 2, 3, 10, 64).flatMap(k -> Stream.of(2, 5).map(d -> Arguments.of(k, d)));
    }

    private static DoublePoints cloud(int n, int d, Random random, boolean whole) {
        double[] points = new double[n * d];
        Arrays.setAll(points, i -> whole ? random.nextInt(4) : random.nextGaussian());
        return DoublePoints.wrap(points, n, d);
    }

    private static DoublePoints copies(DoublePoints few, int n, Random random) {
        return few.select(IntStream.range(0, n).map(i -> random.nextInt(few.size())).toArray());
    }

    @ParameterizedTest(name = "{0} distinct targets in {1} dimensions")
    @MethodSource("sizes")
    void assignmentsHaveTheValueOfTheDenseSolver(int k, int d) {
        long seed = 31L * k + d;
        Random random = new Random(seed);
        for (boolean whole : new boolean[] {false, true}) {
            DoublePoints x = cloud(300, d, random, whole);
            DoublePoints y = copies(cloud(k, d, random, whole), 300, random);
            for (TransportProblem problem : new TransportProblem[] {
                    TransportProblem.squaredEuclidean(x, y), TransportProblem.squaredEuclidean(y, x)}) {
                TransportResult few = few(problem);
                double expected = AssignmentSolver.defaults().solve(problem).cost();
                assertThat(few.cost()).as("seed %d, whole numbers %s", seed, whole)
                        .isCloseTo(expected, within(1e-12 * expected));
                assertThat(few.certificate().isTight()).as("seed %d: %s", seed, few.certificate()).isTrue();
            }
        }
    }

    @Test
    void weightsOfAllSizesHaveTheValueOnTheLine() {
        for (long seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            int n = 1 + random.nextInt(80);
            int k = 1 + random.nextInt(6);
            Weights a = Weights.of(random.doubles(n, 0, 1).map(u -> Math.pow(u, 20) + 1e-30).toArray());
            Weights b = Weights.of(random.doubles(k, 0, 1).map(u -> u * u * u + 1e-12).toArray());
            TransportProblem problem = new TransportProblem(
                    cloud(n, 1, random, seed % 2 == 0), cloud(k, 1, random, seed % 2 == 0), a, b,
                    GroundCost.norm(2, 1));
            TransportResult few = few(problem);
            double expected = new SortingSolver(Parallelism.sequential()).solve(problem).cost();
            assertThat(few.cost()).as("seed %d", seed).isCloseTo(expected, within(1e-12 * expected));
            assertThat(few.certificate().holds(0)).as("seed %d: %s", seed, few.certificate()).isTrue();
        }
    }

    @Test
    void suitsUpToItsGreatestNumber() {
        assertThat(FewSinks.suits(2_000, FewSinks.MOST)).isTrue();
        assertThat(FewSinks.suits(2_000, FewSinks.MOST + 1)).isFalse();
    }
}
