package org.leastaction.bench.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.leastaction.points.FloatPoints;

class PrincipalDirectionsTest {

    /** Points whose coordinate j has the standard deviation of 3 / (j + 1), in a rotated frame if there are two. */
    private static FloatPoints points(int n, int d, long seed) {
        Random random = new Random(seed);
        float[] values = new float[n * d];
        for (int at = 0; at < values.length; at++) {
            values[at] = (float) (5 + 3 * random.nextGaussian() / (at % d + 1));
        }
        return FloatPoints.wrap(values, n, d);
    }

    @ParameterizedTest
    @CsvSource({"200,40,5", "30,100,8", "5,50,12", "400,3,12", "1,4,3"})
    void directionsAreOrthonormalAndSharesDescend(int n, int d, int most) {
        PrincipalDirections found = PrincipalDirections.of(List.of(points(n, d, 1)), most, 0);
        assertThat(found.size()).isEqualTo(Math.min(most, Math.min(n, d)));
        for (int i = 0; i < found.size() && n > 1; i++) {
            for (int j = 0; j <= i && j < Math.min(n - 1, d); j++) {
                double product = dot(found.directions().get(i), found.directions().get(j));
                if (i < n - 1) {
                    assertThat(product).isCloseTo(i == j ? 1 : 0, within(1e-9));
                }
            }
        }
        assertThat(Arrays.stream(found.shares()).sum()).isLessThanOrEqualTo(1 + 1e-9);
        assertThat(IntStream.range(1, found.size()).allMatch(k -> found.shares()[k] <= found.shares()[k - 1] + 1e-12))
                .isTrue();
    }

    @Test
    void theFirstDirectionIsThatOfTheGreatestVariance() {
        PrincipalDirections found = PrincipalDirections.of(List.of(points(4000, 20, 2)), 3, 0);
        assertThat(Math.abs(found.directions().get(0)[0])).isGreaterThan(0.99);
        assertThat(Math.abs(found.directions().get(1)[1])).isGreaterThan(0.98);
        double all = IntStream.rangeClosed(1, 20).mapToDouble(j -> 1.0 / (j * j)).sum();
        assertThat(found.shares()[0]).isCloseTo(1 / all, within(0.03));
    }

    @Test
    void directionsOfSeveralSetsAreThoseOfAllPointsTogether() {
        FloatPoints all = points(60, 9, 3);
        PrincipalDirections together = PrincipalDirections.of(List.of(all), 4, 0);
        PrincipalDirections parts = PrincipalDirections.of(List.of(all.rows(0, 25), all.rows(25, 60)), 4, 0);
        assertThat(parts.shares()).containsExactly(together.shares(), within(1e-9));
    }

    @Test
    void pointsInAPlaneAreKeptWhole() {
        Random random = new Random(4);
        float[] values = new float[50 * 30];
        for (int i = 0; i < 50; i++) {
            double a = random.nextGaussian();
            double b = random.nextGaussian();
            for (int c = 0; c < 30; c++) {
                values[i * 30 + c] = (float) (1 + a * Math.sin(c) + b * Math.cos(2 * c));
            }
        }
        PrincipalDirections found = PrincipalDirections.of(List.of(FloatPoints.wrap(values, 50, 30)), 2, 0);
        assertThat(Arrays.stream(found.shares()).sum()).isCloseTo(1, within(1e-6));
    }

    @Test
    void projectionIsLinear() {
        FloatPoints points = points(3, 12, 5);
        PrincipalDirections found = PrincipalDirections.of(List.of(points(40, 12, 6)), 4, 0);
        float[] middle = new float[12];
        for (int c = 0; c < 12; c++) {
            middle[c] = (float) (0.25 * points.get(0, c) + 0.75 * points.get(1, c));
        }
        float[] ends = found.project(points);
        float[] between = found.project(FloatPoints.wrap(middle, 1, 12));
        for (int k = 0; k < 4; k++) {
            assertThat((double) between[k]).isCloseTo(0.25 * ends[k] + 0.75 * ends[4 + k], within(1e-5));
        }
    }

    @Test
    void equalPointsHaveNoVariance() {
        PrincipalDirections found =
                PrincipalDirections.of(List.of(FloatPoints.wrap(new float[] {1, 2, 1, 2, 1, 2}, 3, 2)), 2, 0);
        assertThat(found.shares()).containsOnly(0);
        assertThat(found.project(FloatPoints.wrap(new float[] {1, 2}, 1, 2))).containsOnly(0f);
    }

    private static double dot(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(c -> a[c] * b[c]).sum();
    }
}
