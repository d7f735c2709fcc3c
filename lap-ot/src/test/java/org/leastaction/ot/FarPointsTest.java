package org.leastaction.ot;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.ot.exact.Wasserstein;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;

/**
 * Gaussian points and a few far ones of little weight: the certificate is as tight as the costs of the ordinary points
 * allow, and costs and potentials prove each other in arithmetic of 60 digits.
 */
class FarPointsTest {

    private static final MathContext DIGITS = new MathContext(60);

    private enum Side {
        X, Y, BOTH, SEVERAL
    }

    /** Plan and potentials are compared with costs in 60 digits. */
    static Stream<Arguments> table() {
        return Stream.of(1, 2, 5).flatMap(d -> Stream.of(1.0, 2.0).flatMap(p -> Stream.of(1e6, 1e9, 1e12, 1e15).flatMap(
                far -> Stream.of(0.1, 1e-10, 1e-19, 1e-25).flatMap(mass -> Arrays.stream(Side.values())
                        .map(side -> Arguments.of(d, p, far, mass, side))))));
    }

    @ParameterizedTest(name = "d = {0}, power {1}, far by {2}, weight {3}, {4}")
    @MethodSource("table")
    void isProven(int d, double p, double far, double weight, Side side) {
        int n = 40;
        for (int m : new int[] {n, n + 1}) {
            TransportProblem problem = problem(n, m, d, p, far, weight, side);

            TransportResult result = Wasserstein.exact(problem, Parallelism.sequential());

            assertProven(result);
            double exactCost = cost(result).doubleValue();
            double exactBound = bound(result, far / 2).doubleValue();
            assertThat(exactCost - exactBound).as("cost %s, bound %s", exactCost, exactBound)
                    .isBetween(-1e-12 * exactCost, 1e-12 * exactCost);
            assertThat(Math.abs(result.cost() - exactCost)).isLessThan(1e-13 * exactCost);
        }
    }

    /**
     * As many points as the coarse levels of the simplex method need; the power 1 in the plane and the line has ties.
     */
    @ParameterizedTest(name = "{0} and {1} points, d = {2}, power {3}, far by {4}, weight {5}, {6}")
    @CsvSource({"300, 300, 2, 2, 1e12, 1e-19, X", "300, 300, 2, 2, 1e12, 1e-19, Y", "300, 300, 2, 1, 1e12, 1e-19, BOTH",
            "300, 301, 2, 2, 1e15, 1e-25, SEVERAL", "1500, 1500, 2, 2, 1e12, 1e-19, X",
            "1500, 1500, 2, 1, 1e15, 1e-10, SEVERAL",
            "1500, 1400, 5, 2, 1e12, 1e-19, X", "5000, 5000, 1, 1, 1e12, 1e-19, SEVERAL",
            "5000, 5001, 1, 2, 1e12, 1e-19, X",
            "400, 400, 40, 2, 1e12, 1e-19, BOTH", "300, 300, 2, 3, 1e9, 1e-19, X"})
    void isProvenForManyPoints(int n, int m, int d, double p, double far, double weight, Side side) {
        TransportProblem problem = problem(n, m, d, p, far, weight, side);

        assertProven(Wasserstein.exact(problem, Parallelism.sequential()));
    }

    private static void assertProven(TransportResult result) {
        assertThat(result.certificate().isTight()).as("%s by %s", result.certificate(), result.choice()).isTrue();
        assertThat(result.certificate().holds(1e-12)).as("%s", result.certificate()).isTrue();
        assertThat(result.remark(0)).isEmpty();
    }

    private static TransportProblem problem(int n, int m, int d, double p, double far, double weight, Side side) {
        int farX = side == Side.Y ? 0 : side == Side.SEVERAL ? 3 : 1;
        int farY = side == Side.X ? 0 : side == Side.SEVERAL ? 2 : 1;
        return TransportProblem.of(cloud(n, farX, d, far, 1), cloud(m, farY, d, -far, 2), GroundCost.norm(2, p))
                .withWeights(weights(n, farX, weight), weights(m, farY, weight));
    }

    private static DoublePoints cloud(int n, int times, int d, double far, long seed) {
        Random random = new Random(seed);
        double[] coordinates = random.doubles((long) (n + times) * d).toArray();
        for (int k = 0; k < n * d; k++) {
            coordinates[k] = random.nextGaussian();
        }
        for (int k = 0; k < times; k++) {
            coordinates[(n + k) * d] = far * (1 + k) * (k == 1 ? -1 : 1);
        }
        return DoublePoints.wrap(coordinates, n + times, d);
    }

    private static Weights weights(int n, int times, double weight) {
        double[] weights = new double[n + times];
        Arrays.fill(weights, 1);
        for (int k = 0; k < times; k++) {
            weights[n + k] = weight * (1 + k);
        }
        return Weights.of(weights);
    }

    private static BigDecimal cost(TransportResult result) {
        BigDecimal sum = BigDecimal.ZERO;
        for (int e = 0; e < result.plan().entries(); e++) {
            BigDecimal c = cost(result.problem(), result.plan().source(e), result.plan().target(e));
            sum = sum.add(c.multiply(new BigDecimal(result.plan().mass(e))), DIGITS);
        }
        return sum;
    }

    private static BigDecimal cost(TransportProblem problem, int i, int j) {
        BigDecimal sum = BigDecimal.ZERO;
        for (int k = 0; k < problem.x().dimension(); k++) {
            BigDecimal difference =
                    new BigDecimal(problem.x().get(i, k)).subtract(new BigDecimal(problem.y().get(j, k)));
            sum = sum.add(difference.multiply(difference));
        }
        return problem.cost().power() == 2 ? sum : sum.sqrt(DIGITS);
    }

    /**
     * The value of potentials that are feasible for the exact costs: far sources are lowered first, then the targets.
     */
    private static BigDecimal bound(TransportResult result, double far) {
        TransportProblem problem = result.problem();
        int n = problem.x().size();
        int m = problem.y().size();
        BigDecimal[][] costs = new BigDecimal[n][m];
        BigDecimal[] f = new BigDecimal[n];
        BigDecimal[] g = new BigDecimal[m];
        for (int j = 0; j < m; j++) {
            g[j] = new BigDecimal(result.potentials().g(j));
        }
        for (int i = 0; i < n; i++) {
            f[i] = new BigDecimal(result.potentials().f(i));
            for (int j = 0; j < m; j++) {
                costs[i][j] = cost(problem, i, j);
                if (Math.abs(problem.x().get(i, 0)) > far) {
                    f[i] = f[i].min(costs[i][j].subtract(g[j]));
                }
            }
        }
        BigDecimal sum = BigDecimal.ZERO;
        for (int i = 0; i < n; i++) {
            sum = sum.add(f[i].multiply(share(problem.a(), i)), DIGITS);
            for (int j = 0; j < m; j++) {
                g[j] = g[j].min(costs[i][j].subtract(f[i]));
            }
        }
        for (int j = 0; j < m; j++) {
            sum = sum.add(g[j].multiply(share(problem.b(), j)), DIGITS);
        }
        return sum;
    }

    private static BigDecimal share(Weights weights, int i) {
        BigDecimal sum = BigDecimal.ZERO;
        for (int k = 0; k < weights.size(); k++) {
            sum = sum.add(new BigDecimal(weights.given(k)));
        }
        return new BigDecimal(weights.given(i)).divide(sum, DIGITS);
    }
}
