package org.leastaction.ot.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.leastaction.ot.Clouds;
import org.leastaction.ot.kernel.Differences;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.ot.loops.Loops;
import org.leastaction.points.DoublePoints;

class FilterTest {

    private static final int N = 90;
    private static final int M = 1500;

    @ParameterizedTest(name = "d={0} directions={1} offset={2} scale={3} rank={4}")
    @CsvSource({"64, 16, 0, 1, 64", "64, 16, 1e6, 1, 64", "300, 16, 0, 1e-30, 300", "300, 64, 0, 1e30, 300",
            "100, 16, 10, 1, 5", "300, 64, 0, 1, 1", "70, 16, 3, 0, 70", "64, 0, 5, 1e-3, 64", "67, 0, 0, 1e100, 67"})
    void noDistanceIsOverestimated(int d, int directions, double offset, double scale, int rank) {
        DoublePoints x = cloud(N, d, offset, scale, rank, 1);
        DoublePoints y = cloud(M, d, offset, scale, rank, 2);
        Centre centre = Centre.of(x, y, Parallelism.sequential());
        checkNoDistanceIsOverestimated(x, y, centre, directions == 0
                ? Filter.whole(x, y, centre, Parallelism.sequential())
                : Filter.projected(x, y, Directions.principal(x, y, centre, directions), centre, new Parallelism(2)));
        checkNoDistanceIsOverestimated(x, y, centre, Filter.projected(
                x, y, Directions.widestAxes(x, y, centre, 15), centre, Parallelism.sequential()));
    }

    private static void checkNoDistanceIsOverestimated(
            DoublePoints x, DoublePoints y, Centre centre, Filter filter) {
        float[][] products = new float[1][filter.columns.columns()];
        for (int i = 0; i < N; i++) {
            double norm = centre.scale * Math.sqrt(centre.squaredNormsX[i]);
            for (int block = 0; block < filter.columns.blocks(); block++) {
                Loops.fastest().products(
                        filter.rows, filter.dimension, new int[] {i}, 1, filter.columns.block(block), products);
                for (int j = 0; j < filter.columns.count(block); j++) {
                    int column = filter.columns.first(block) + j;
                    double norms = centre.squaredNormsX[i] + centre.squaredNormsY[column];
                    double atLeast = centre.scale * centre.scale * norms - 2 * products[0][j] - filter.guard(norm);
                    double truth = centre.scale * centre.scale * Differences.squared(x, i, y, column);
                    assertThat(atLeast).as("pair %d, %d", i, column).isLessThanOrEqualTo(truth);
                }
            }
        }
    }

    /** Where all points lie in a plane, two directions and the rest are all there is. */
    @ParameterizedTest
    @CsvSource({"2", "10"})
    void fewDirectionsKeepTheDistancesOfPointsOnAPlane(int rank) {
        DoublePoints x = cloud(N, 80, 0, 1, rank, 3);
        DoublePoints y = cloud(M, 80, 0, 1, rank, 4);
        Centre centre = Centre.of(x, y, Parallelism.sequential());
        Directions directions = Directions.principal(x, y, centre, 16);

        for (int i = 0; i < N; i++) {
            double[] image = Filter.images(
                    x.rows(i, i + 1), centre, new double[] {centre.squaredNormsX[i]}, directions);
            assertThat(image[16]).isCloseTo(0, within(1e-5 * Math.sqrt(centre.squaredNormsX[i])));
        }
    }

    /** Gaussian coordinates in a subspace of some rank. */
    private static DoublePoints cloud(int n, int d, double offset, double scale, int rank, long seed) {
        DoublePoints inside = Clouds.gaussian(n, rank, seed);
        double[] coordinates = new double[n * d];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < d; k++) {
                double sum = 0;
                for (int r = 0; r < (rank == d ? 1 : rank); r++) {
                    sum += rank == d ? inside.get(i, k) : inside.get(i, r) * Math.sin(1 + k * (r + 1));
                }
                coordinates[i * d + k] = offset + scale * sum;
            }
        }
        return DoublePoints.wrap(coordinates, n, d);
    }
}
