package org.leastaction.ot.entropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.Weights;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.ot.entropic.Update.AlternatingUpdate;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;

class TruncatedKernelTest {

    private static final long SEED = 7;

    @ParameterizedTest(name = "{0} and {1} points, {2} coordinates, {3} apart, epsilon {4}")
    @CsvSource({"700, 900, 2, 0, 0.2", "900, 700, 2, 0, 0.01", "600, 600, 1, 0, 1", "500, 800, 8, 0, 0.5",
            "600, 700, 2, 30, 0.2", "600, 700, 3, 1000, 0.5", "40, 1, 2, 0, 0.1", "300, 5000, 2, 0, 0.4",
            "300, 3000, 1, 2, 0.1"})
    void itsSumsAreThoseOfTheWholeKernel(int n, int m, int d, double apart, double epsilon) {
        Random random = new Random(SEED);
        DoublePoints x = points(n, d, 0, random);
        DoublePoints y = points(m, d, apart, random);
        double[] masses = random.doubles(n).toArray();
        masses[0] = 0;
        assertSums(x, Weights.of(masses), y, Weights.uniform(m), epsilon);
    }

    @ParameterizedTest(name = "{0} light points of weight {1}")
    @CsvSource({"1, 1e-9", "1, 1e-11", "1, 1e-13", "300, 1e-9", "300, 1e-11", "300, 1e-13"})
    void itsSumsHoldForLightPointsFarFromAllOthers(int light, double weight) {
        TransportProblem problem = withLightPoints(light, weight);

        assertSums(problem.x(), problem.a(), problem.y(), problem.b(), 0.5);
    }

    @ParameterizedTest(name = "{0} light points of weight {1}")
    @CsvSource({"1, 1e-11", "300, 1e-13"})
    void lightPointsFarFromAllOthersConverge(int light, double weight) {
        TransportProblem problem = withLightPoints(light, weight);
        SinkhornSolver solver = SinkhornSolver.of(0.5).withTolerance(1e-4);

        EntropicResult computedAnew = solver.withMemory(0).solve(problem);

        double kept = solver.solve(problem).dual();
        assertThat(computedAnew.convergence()).as("seed %d", SEED).isInstanceOf(Convergence.Converged.class);
        assertThat(computedAnew.dual()).as("seed %d", SEED).isCloseTo(kept, within(1e-6 * kept));
    }

    /** 300 points on either side, and light ones far from them: entries there are about the inverse of their weight. */
    private static TransportProblem withLightPoints(int light, double weight) {
        int n = 300;
        Random random = new Random(SEED);
        double[] masses = new double[n + light];
        Arrays.fill(masses, 0, n, 1.0 / n);
        Arrays.fill(masses, n, n + light, weight / light);
        double[][] sides = new double[2][2 * masses.length];
        for (double[] side : sides) {
            Arrays.setAll(side, k -> (k < 2 * n ? 0 : 30) + 0.1 * random.nextGaussian());
        }
        return TransportProblem.squaredEuclidean(DoublePoints.wrap(sides[0], masses.length, 2),
                DoublePoints.wrap(sides[1], masses.length, 2)).withWeights(Weights.of(masses), Weights.of(masses));
    }

    private static void assertSums(DoublePoints x, Weights a, DoublePoints y, Weights b, double epsilon) {
        int m = y.size();
        Parallelism parallelism = Parallelism.available();
        GibbsKernel whole = new GibbsKernel(x, a, y, GroundCost.squaredEuclidean(), parallelism);
        // Potentials of a few iterations, where sums are about 1 and some are not.
        GibbsKernel back = new GibbsKernel(y, b, x, GroundCost.squaredEuclidean(), parallelism);
        double[] u = back.leastReduced(new double[m]);
        double[] v = whole.leastReduced(u);
        for (int k = 0; k < 2; k++) {
            AlternatingUpdate.lower(v, epsilon, whole.sums(u, v, epsilon));
            AlternatingUpdate.lower(u, epsilon, back.sums(v, u, epsilon));
        }

        double[] truncated = new TruncatedKernel(whole, x, y, parallelism).sums(u, v, epsilon);

        double[] expected = whole.sums(u, v, epsilon);
        for (int k = 0; k < m; k++) {
            assertThat(truncated[k]).as("sum %d, seed %d", k, SEED).isCloseTo(expected[k],
                    within(1e-5 * (1 + expected[k])));
        }
        assertThat(new TruncatedKernel(whole, x, y, Parallelism.sequential()).sums(u, v, epsilon)).isEqualTo(truncated);
    }

    @ParameterizedTest(name = "epsilon {0}, {1} apart")
    @CsvSource({"0.2, 0", "0.02, 0", "0.2, 10"})
    void aSolutionWithoutMemoryIsTheOneWithKernelsKept(double epsilon, double apart) {
        long seed = 11;
        Random random = new Random(seed);
        TransportProblem problem = TransportProblem.squaredEuclidean(
                points(900, 2, 0, random), points(1100, 2, apart, random));
        SinkhornSolver solver = SinkhornSolver.of(epsilon).withTolerance(1e-4);

        EntropicResult kept = solver.solve(problem);
        EntropicResult computedAnew = solver.withMemory(0).solve(problem);

        assertThat(kept.convergence()).as("seed %d", seed).isInstanceOf(Convergence.Converged.class);
        assertThat(computedAnew.convergence()).as("seed %d", seed).isInstanceOf(Convergence.Converged.class);
        assertThat(computedAnew.dual()).as("seed %d", seed).isCloseTo(kept.dual(), within(1e-6 * kept.dual()));
    }

    private static DoublePoints points(int n, int d, double shift, Random random) {
        double[] coordinates = new double[n * d];
        Arrays.setAll(coordinates, k -> shift + random.nextGaussian());
        return DoublePoints.wrap(coordinates, n, d);
    }
}
