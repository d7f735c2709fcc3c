package org.leastaction.ot.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.leastaction.ot.Clouds;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;

class PricerTest {

    private static final int N = 70;
    private static final int M = 1100;
    private static final int K = 7;

    /** Offsets far from the origin and tiny spreads are where single precision alone would fail. */
    @ParameterizedTest(name = "d={0} offset={1} scale={2}")
    @CsvSource({"1, 0, 1", "2, 0, 1", "2, 1e6, 1e-3", "6, 0, 1", "7, 0, 1", "33, 0, 1", "40, 1e6, 1", "40, 0, 1e-30",
            "40, 0, 1e30", "65, 0, 1e-3"})
    void leastReducedCostsAreThoseOfTryingAll(int d, double offset, double scale) {
        DoublePoints x = Clouds.map(Clouds.gaussian(N, d, 81), c -> offset + scale * c);
        // Half of the columns lie within 1e-5 of each other.
        double[] coordinates = Clouds.map(Clouds.gaussian(M, d, 82), c -> offset + scale * c).toArray();
        for (int i = M / 2 * d; i < M * d; i++) {
            coordinates[i] = coordinates[i % d] + 1e-5 * (coordinates[i] - offset);
        }
        DoublePoints y = DoublePoints.wrap(coordinates, M, d);
        GroundCost cost = GroundCost.squaredEuclidean();
        double[] v = Clouds.map(Clouds.gaussian(M, 1, 83), c -> 1e-4 * scale * scale * c).toArray();
        int[] rows = IntStream.range(0, N).map(i -> N - 1 - i).toArray();
        double[] bounds = new double[N];
        for (int i = 0; i < N; i++) {
            double[] all = reduced(cost, x, i, y, v);
            // Some rows without a bound, some with one that cuts their list, some with one that empties it.
            bounds[i] = i % 3 == 0 ? Double.POSITIVE_INFINITY : i % 3 == 1
                    ? 0.5 * (all[2] + all[3]) : all[0] - 1e-9 * Math.abs(all[0]);
        }

        PricedRows priced = Pricer.of(cost, x, y).least(rows, v, bounds, K, new Parallelism(2));

        for (int r = 0; r < N; r++) {
            double[] all = reduced(cost, x, rows[r], y, v);
            int expected = rows[r] % 3 == 0 ? K : rows[r] % 3 == 1 ? 3 : 0;
            assertThat(priced.count(r)).as("row %d", rows[r]).isEqualTo(expected);
            for (int t = 0; t < expected; t++) {
                assertThat(priced.reduced(r, t)).as("row %d", rows[r])
                        .isCloseTo(all[t], within(1e-12 * Math.abs(all[t]) + 1e-15 * scale * scale));
                assertThat(priced.cost(r, t) - v[priced.column(r, t)]).isEqualTo(priced.reduced(r, t));
            }
        }
    }

    @Test
    void equalColumnsAreSpreadOverTheRows() {
        for (int d : new int[] {2, 8, 40}) {
            DoublePoints same = Clouds.map(Clouds.gaussian(600, d, 84), c -> 1);
            int[] all = IntStream.range(0, 600).toArray();
            double[] noBounds = new double[600];
            Arrays.fill(noBounds, Double.POSITIVE_INFINITY);

            PricedRows priced = Pricer.of(GroundCost.squaredEuclidean(), same, same)
                    .least(all, new double[600], noBounds, 4, Parallelism.sequential());

            assertThat(IntStream.range(0, 600).flatMap(r -> IntStream.range(0, 4).map(t -> priced.column(r, t)))
                    .distinct().count()).as("d = %d", d).isGreaterThan(300);
        }
    }

    private static double[] reduced(GroundCost cost, DoublePoints x, int i, DoublePoints y, double[] v) {
        return IntStream.range(0, y.size()).mapToDouble(j -> cost.between(x, i, y, j) - v[j]).sorted().toArray();
    }
}
