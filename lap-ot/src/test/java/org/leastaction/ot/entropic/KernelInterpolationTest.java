package org.leastaction.ot.entropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.leastaction.points.DoublePoints;

/** Interpolated sums beside Σ e^((u + v − ‖p − q‖²)/ε), computed term by term in double precision. */
class KernelInterpolationTest {

    private static final double EPSILON = 0.2;
    private static final long SEED = 5;

    @ParameterizedTest(name = "{0} coordinates, {1} points, half width {2}, steepness {3}")
    @CsvSource({"1, 200, 0.6, 0", "1, 60, 0.01, 3", "2, 900, 0.4, 0", "2, 1200, 0.55, 4", "3, 4000, 0.25, 1"})
    void givesTheSumsAtAllPoints(int d, int points, double half, double steepness) {
        Random random = new Random(SEED);
        Near near = box(d, points, half, random);
        double[][] sources = sources(d, 300, 0.3, random);
        // Times e^(v/ε) the sums are about 1, as near a solution; v is steep.
        double[] potentials = IntStream.range(0, points)
                .mapToDouble(k -> steepness * EPSILON * near.precise()[0][k] + near.squares()[k]).toArray();

        Optional<double[]> interpolated = KernelInterpolation.of(near, EPSILON).orElseThrow()
                .sums(potentials, EPSILON, (columns, v) -> sums(columns, v, sources));

        double[] expected = sums(near, potentials, sources);
        assertThat(interpolated).as("seed %d", SEED).isPresent();
        for (int k = 0; k < points; k++) {
            assertThat(interpolated.get()[k]).as("point %d, seed %d", k, SEED)
                    .isCloseTo(expected[k], within(3e-6 * expected[k]));
        }
    }

    @Test
    void noticesSumsThatAreNotSmooth() {
        Random random = new Random(SEED);
        Near near = box(2, 900, 0.4, random);
        double[][] twoGroups = {{-3, 0}, {3, 0}};

        assertThat(KernelInterpolation.of(near, EPSILON).orElseThrow()
                .sums(near.squares(), EPSILON, (columns, v) -> sums(columns, v, twoGroups))).isEmpty();
    }

    @Test
    void declinesPotentialsThatAreNotSmooth() {
        Random random = new Random(SEED);
        Near near = box(2, 900, 0.4, random);
        double[] rough = random.doubles(900, -5, 5).toArray();

        assertThat(KernelInterpolation.of(near, EPSILON).orElseThrow()
                .sums(rough, EPSILON, (columns, v) -> sums(columns, v, sources(2, 300, 0.3, random)))).isEmpty();
    }

    @Test
    void isNotOfferedWhereItSavesNothing() {
        Random random = new Random(SEED);

        assertThat(KernelInterpolation.of(box(2, 40, 0.4, random), EPSILON)).as("few points").isEmpty();
        assertThat(KernelInterpolation.of(box(2, 900, 4, random), EPSILON)).as("a wide box").isEmpty();
        assertThat(KernelInterpolation.of(box(8, 900, 0.2, random), EPSILON)).as("many coordinates").isEmpty();
    }

    private static Near box(int d, int points, double half, Random random) {
        double[] coordinates = random.doubles((long) points * d, -half, half).toArray();
        return Near.of(DoublePoints.wrap(coordinates, points, d), IntStream.range(0, points).toArray());
    }

    private static double[][] sources(int d, int count, double deviation, Random random) {
        double[][] sources = new double[count][d];
        for (double[] source : sources) {
            Arrays.setAll(source, c -> deviation * random.nextGaussian());
        }
        return sources;
    }

    private static double[] sums(Near columns, double[] v, double[][] sources) {
        double[] sums = new double[columns.size()];
        Arrays.setAll(sums, k -> Arrays.stream(sources).mapToDouble(source -> {
            double squared = 0;
            for (int c = 0; c < source.length; c++) {
                double difference = source[c] - columns.centre()[c] - columns.precise()[c][k];
                squared += difference * difference;
            }
            return Math.exp((v[k] - squared) / EPSILON) / sources.length;
        }).sum());
        return sums;
    }
}
