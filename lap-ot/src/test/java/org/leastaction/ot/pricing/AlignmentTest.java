package org.leastaction.ot.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.TransportResult;
import org.leastaction.ot.Weights;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.ot.exact.dense.AssignmentSolver;
import org.leastaction.ot.exact.simplex.NetworkSimplex;
import org.leastaction.ot.exact.sparse.MatrixFreeSolver;
import org.leastaction.points.DoublePoints;

class AlignmentTest {

    private static final GroundCost SQUARED = GroundCost.squaredEuclidean();

    private static DoublePoints points(int n, int d, DoubleSupplier coordinate) {
        double[] coordinates = new double[n * d];
        for (int i = 0; i < coordinates.length; i++) {
            coordinates[i] = coordinate.getAsDouble();
        }
        return DoublePoints.wrap(coordinates, n, d);
    }

    private static DoublePoints normal(Random random, int n, int d, double shift, double scale) {
        return points(n, d, () -> shift + scale * random.nextGaussian());
    }

    /** Slacks c − f − g of the sets as given are those of the aligned sets, divided by the scale. */
    @ParameterizedTest
    @CsvSource({"2, 5, 1, 1", "3, -2, 7, 2", "3, 0, 0.01, 3", "1, 1000, 3, 4", "2, 1e6, 1e-3, 5"})
    void slacksAreThoseOfTheAlignedSets(int dimension, double shift, double scale, long seed) {
        Random random = new Random(seed);
        DoublePoints x = normal(random, 50, dimension, 0, 1);
        DoublePoints y = normal(random, 70, dimension, shift, scale);
        Alignment aligned = Alignment.of(SQUARED, x, y);
        double[] f = random.doubles(50).toArray();
        double[] g = random.doubles(70).toArray();

        double[] ofX = aligned.ofX(f);
        double[] ofY = aligned.ofY(g);

        assertThat(aligned.x()).as("seed %d", seed).isNotSameAs(x);
        double factor = (SQUARED.between(aligned.x(), 0, aligned.y(), 0) - f[0] - g[0])
                / (SQUARED.between(x, 0, y, 0) - ofX[0] - ofY[0]);
        for (int i = 0; i < 50; i++) {
            for (int j = 0; j < 70; j++) {
                double cost = SQUARED.between(x, i, y, j);
                double slack = SQUARED.between(aligned.x(), i, aligned.y(), j) - f[i] - g[j];
                assertThat(factor * (cost - ofX[i] - ofY[j])).as("seed %d, pair %d, %d", seed, i, j)
                        .isCloseTo(slack, within(1e-6 * Math.abs(slack) + 1e-9 * factor * cost));
            }
        }
    }

    @Test
    void alignedSetsHaveNearlyTheSameCentreAndSpread() {
        Random random = new Random(6);
        Alignment aligned = Alignment.of(SQUARED, normal(random, 2000, 2, 0, 1), normal(random, 2000, 2, 40, 0.01));
        for (DoublePoints points : new DoublePoints[] {aligned.x(), aligned.y()}) {
            double sum = 0;
            double squares = 0;
            for (double coordinate : points.toArray()) {
                sum += coordinate / 4000;
                squares += coordinate * coordinate / 4000;
            }
            assertThat(sum).isCloseTo(0, within(0.1));
            assertThat(Math.sqrt(squares)).isCloseTo(1, within(0.1));
        }
    }

    @Test
    void nearlyAlignedSetsAndOtherCostsStay() {
        Random random = new Random(7);
        DoublePoints x = normal(random, 500, 2, 0, 1);
        DoublePoints near = normal(random, 500, 2, 0.1, 1.1);
        DoublePoints far = normal(random, 500, 2, 9, 1);
        DoublePoints constant = points(500, 2, () -> 3);

        assertThat(Alignment.of(SQUARED, x, near).y()).isSameAs(near);
        assertThat(Alignment.of(GroundCost.norm(1, 1), x, far).y()).isSameAs(far);
        assertThat(Alignment.of(SQUARED, x, constant).y()).isSameAs(constant);
    }

    @Test
    void outliersDoNotDecide() {
        Random random = new Random(8);
        double[] coordinates = normal(random, 500, 2, 0, 1).toArray();
        coordinates[0] = 1e12;
        DoublePoints y = DoublePoints.wrap(coordinates, 500, 2);

        assertThat(Alignment.of(SQUARED, normal(random, 500, 2, 0, 1), y).y()).isSameAs(y);
    }

    @Test
    void integersAreNotRounded() {
        Random random = new Random(9);
        DoublePoints x = points(300, 3, () -> random.nextInt(10));
        DoublePoints y = points(300, 3, () -> 1_000_000 + random.nextInt(10));
        Alignment aligned = Alignment.of(SQUARED, x, y);

        for (DoublePoints[] pair : new DoublePoints[][] {{x, aligned.x()}, {y, aligned.y()}}) {
            for (int i = 1; i < 300; i++) {
                for (int k = 0; k < 3; k++) {
                    assertThat(pair[1].get(i, k) - pair[1].get(0, k)).isEqualTo(pair[0].get(i, k) - pair[0].get(0, k));
                }
            }
        }
    }

    @Test
    void orthogonalSetsStay() {
        Random random = new Random(10);
        double[] first = new double[600];
        double[] second = new double[600];
        for (int i = 0; i < 300; i++) {
            first[2 * i] = random.nextDouble();
            second[2 * i + 1] = 5 + random.nextDouble();
        }
        DoublePoints y = DoublePoints.wrap(second, 300, 2);

        assertThat(Alignment.of(SQUARED, DoublePoints.wrap(first, 300, 2), y).y()).isSameAs(y);
    }

    @ParameterizedTest
    @CsvSource({"2, 3, 1, 11", "3, 0, 5, 12", "3, -20, 0.1, 13"})
    void solversFindTheSameOptimum(int dimension, double shift, double scale, long seed) {
        Random random = new Random(seed);
        TransportProblem problem = TransportProblem.squaredEuclidean(
                normal(random, 700, dimension, 0, 1), normal(random, 700, dimension, shift, scale));
        double cost = AssignmentSolver.defaults().solve(problem).cost();

        TransportResult sparse = MatrixFreeSolver.defaults().solve(problem);
        TransportResult simplex = NetworkSimplex.defaults().solve(problem);

        assertThat(sparse.cost()).as("seed %d", seed).isCloseTo(cost, within(1e-12 * cost));
        assertThat(sparse.certificate().isTight()).as("seed %d", seed).isTrue();
        assertThat(simplex.cost()).as("seed %d", seed).isCloseTo(cost, within(1e-12 * cost));
        assertThat(simplex.certificate().isTight()).as("seed %d", seed).isTrue();
        Weights weights = Weights.of(random.doubles(700).map(weight -> 0.1 + weight).toArray());
        TransportResult weighted = NetworkSimplex.defaults().solve(problem.withWeights(weights, weights));
        assertThat(weighted.certificate().isTight()).as("weighted, seed %d", seed).isTrue();
    }
}
