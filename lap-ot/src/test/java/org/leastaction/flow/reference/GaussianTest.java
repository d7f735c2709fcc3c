package org.leastaction.flow.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.leastaction.flow.contract.AffineFlow;
import org.leastaction.flow.contract.AffineMap;
import org.leastaction.flow.contract.AffineNetwork;
import org.leastaction.flow.contract.Gaussian;
import org.leastaction.points.DoublePoints;

class GaussianTest {

    private static final Gaussian SKEWED =
            Gaussian.of(new double[] {0.5, -1}, new double[][] {{1.5, 0}, {0.7, 0.4}});

    @Test
    void gapOfAGradientOfAConvexFunctionIsZero() {
        AffineMap transport = AffineNetworks.gradientOfAConvexFunction().transport();
        assertThat(SKEWED.displacement(transport) - SKEWED.wasserstein2Squared(transport)).isCloseTo(0, within(1e-12));
        assertThat(SKEWED.displacement(transport)).isGreaterThan(0.5);
    }

    /** By trying every one of 7! assignments: on samples, too, the gradient map is optimal, and the rotation is not. */
    @Test
    void gapOfAGradientMapIsZeroOnAnySample() {
        for (long seed = 0; seed < 5; seed++) {
            double[][] x = rows(SKEWED.sample(7, seed));
            AffineMap gradient = AffineNetworks.gradientOfAConvexFunction().transport();
            assertThat(cheapestAssignment(x, gradient)).as("cheapest assignment of sample %d", seed)
                    .isCloseTo(costOfTheMap(x, gradient), within(1e-9));
            AffineMap rotation = AffineNetworks.rotation(2.5, 3).transport();
            assertThat(cheapestAssignment(x, rotation)).as("cheapest assignment of sample %d, turned", seed)
                    .isLessThan(costOfTheMap(x, rotation) - 1e-3);
        }
    }

    @Test
    void aRotationMovesAllAndChangesNothing() {
        AffineMap quarterTurn = AffineNetworks.rotation(Math.PI / 2, 4).transport();
        assertThat(Gaussian.standard(2).displacement(quarterTurn)).isCloseTo(4, within(1e-12));
        assertThat(Gaussian.standard(2).wasserstein2Squared(quarterTurn)).isCloseTo(0, within(1e-12));
    }

    /** N(m, s²) to N(am + b, a²s²): W₂² = ((a − 1)m + b)² + (|a| − 1)²s². */
    @Test
    void distanceOnTheLineIsThatOfMeansAndDeviations() {
        for (double a : new double[] {-2, -0.5, 0, 0.5, 3}) {
            Gaussian line = Gaussian.of(new double[] {0.3}, new double[][] {{1.7}});
            AffineMap map = AffineMap.of(new double[][] {{a}}, new double[] {0.9});
            double expected = Math.pow((a - 1) * 0.3 + 0.9, 2) + Math.pow((Math.abs(a) - 1) * 1.7, 2);
            assertThat(line.wasserstein2Squared(map)).as("slope %s", a).isCloseTo(expected, within(1e-12));
        }
    }

    /** The figure is SciPy's: {@code src/test/resources/golden/gaussian_w2.py} prints it. */
    @Test
    void distanceOfAGeneralMapIsThatOfTheMatrixSquareRoot() {
        AffineMap transport = AffineNetworks.plane().transport();
        assertThat(SKEWED.wasserstein2Squared(transport)).isCloseTo(4.515963298664491, within(1e-12));
    }

    @Test
    void sampleMeansApproachTheClosedForms() {
        int n = 200_000;
        for (AffineNetwork network : new AffineNetwork[] {AffineNetworks.plane(), AffineNetworks.rotation(2, 5)}) {
            DoublePoints sample = SKEWED.sample(n, 3);
            double[] sums = new double[2];
            try (AffineFlow flow = new AffineFlow(network)) {
                var start = flow.encode(sample.toFloat());
                var end = flow.transport(start, step -> {
                    for (float v : step.residue().toArray()) {
                        sums[0] += (double) v * v / n;
                    }
                });
                for (int i = 0; i < n; i++) {
                    for (int j = 0; j < 2; j++) {
                        sums[1] += Math.pow(end.get(i, j) - start.get(i, j), 2) / n;
                    }
                }
            }
            double cost = SKEWED.transportCost(network);
            double displacement = SKEWED.displacement(network.transport());
            assertThat(sums[0]).as("transport cost of %d points, seed 3", n).isCloseTo(cost, within(0.02 * cost));
            assertThat(sums[1]).as("displacement of %d points, seed 3", n)
                    .isCloseTo(displacement, within(0.02 * displacement));
        }
    }

    @Test
    void theSeedDecidesTheSample() {
        assertThat(SKEWED.sample(5, 1).toArray()).containsExactly(SKEWED.sample(5, 1).toArray());
        assertThat(SKEWED.sample(5, 1).toArray()).isNotEqualTo(SKEWED.sample(5, 2).toArray());
    }

    private static double[][] rows(DoublePoints points) {
        double[][] rows = new double[points.size()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = points.rows(i, i + 1).toArray();
        }
        return rows;
    }

    private static double costOfTheMap(double[][] x, AffineMap map) {
        double sum = 0;
        for (double[] point : x) {
            sum += squaredDistance(point, map.apply(point));
        }
        return sum;
    }

    private static double cheapestAssignment(double[][] x, AffineMap map) {
        double[][] costs = new double[x.length][x.length];
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < x.length; j++) {
                costs[i][j] = squaredDistance(x[i], map.apply(x[j]));
            }
        }
        return cheapest(costs, 0, 0);
    }

    private static double cheapest(double[][] costs, int row, int taken) {
        if (row == costs.length) {
            return 0;
        }
        double least = Double.POSITIVE_INFINITY;
        for (int j = 0; j < costs.length; j++) {
            if ((taken & 1 << j) == 0) {
                least = Math.min(least, costs[row][j] + cheapest(costs, row + 1, taken | 1 << j));
            }
        }
        return least;
    }

    private static double squaredDistance(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += (a[j] - b[j]) * (a[j] - b[j]);
        }
        return sum;
    }
}
