package org.leastaction.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;

class GapControlTest {

    /** As far as the points are moved apart from their common shift, but at most 30°. */
    @ParameterizedTest
    @CsvSource({"1.1, 0.1", "0.5, 0.5176", "-1, 0.5176"})
    void imagesAreTurnedByAsMuchAsTheyAreMoved(double scale, double turn) {
        double[][] x = gaussian(500, 2);
        double[][] images =
                Stream.of(x).map(p -> new double[] {scale * p[0] + 7, scale * p[1]}).toArray(double[][]::new);

        DoublePoints turned = GapControl.turned(DoublePoints.of(x), DoublePoints.of(images), 3);

        double moved = 0;
        double radius = 0;
        double[] mean = mean(images);
        for (int i = 0; i < images.length; i++) {
            moved += square(turned.get(i, 0) - images[i][0]) + square(turned.get(i, 1) - images[i][1]);
            radius += square(images[i][0] - mean[0]) + square(images[i][1] - mean[1]);
        }
        // The centred displacement is (scale − 1) times the centred point, hence |1 − 1/scale| times the image's
        // radius.
        assertThat(Math.sqrt(moved / radius)).isCloseTo(Math.min(turn, Math.abs(1 - 1 / scale)), within(1e-3));
        assertThat(mean(turned)).containsExactly(mean, within(1e-9));
    }

    /** Points of a plane in any dimension are rotated in that plane. */
    @ParameterizedTest
    @ValueSource(ints = {2, 5, 300})
    void imagesAreTurnedInTheirPrincipalPlanes(int dimension) {
        double[][] x = new double[200][dimension];
        double[][] plane = gaussian(200, 2);
        for (int i = 0; i < x.length; i++) {
            x[i][0] = plane[i][0];
            x[i][dimension - 1] = plane[i][1];
        }
        double[][] images = Stream.of(x).map(p -> Arrays.stream(p).map(value -> 0.5 * value).toArray())
                .toArray(double[][]::new);

        DoublePoints turned = GapControl.turned(DoublePoints.of(x), DoublePoints.of(images), 3);

        for (int i = 0; i < x.length; i++) {
            for (int k = 1; k < dimension - 1; k++) {
                assertThat(turned.get(i, k)).isCloseTo(0, within(1e-6));
            }
        }
        TransportGap gap = TransportGap.of(DoublePoints.of(x), turned, Parallelism.sequential());
        assertThat(gap.relativeGap()).as("of a turn by 30° that many points of a plane show").isGreaterThan(0.05);
    }

    /** Few, equal and dependent points have fewer principal directions than are rotated. */
    @Test
    void degenerateImagesAreTurnedAsWell() {
        double[][] few = gaussian(3, 40);
        for (double[][] images : List.of(few, new double[3][40])) {
            DoublePoints turned = GapControl.turned(DoublePoints.of(few), DoublePoints.of(images), 3);
            for (double value : turned.toArray()) {
                assertThat(value).isFinite();
            }
        }
    }

    private static double[][] gaussian(int n, int d) {
        Random random = new Random(4);
        double[][] points = new double[n][d];
        for (double[] point : points) {
            Arrays.setAll(point, k -> random.nextGaussian());
        }
        return points;
    }

    private static double[] mean(double[][] points) {
        double[] mean = new double[points[0].length];
        for (double[] point : points) {
            for (int k = 0; k < mean.length; k++) {
                mean[k] += point[k] / points.length;
            }
        }
        return mean;
    }

    private static double[] mean(DoublePoints points) {
        double[] mean = new double[points.dimension()];
        for (int i = 0; i < points.size(); i++) {
            for (int k = 0; k < mean.length; k++) {
                mean[k] += points.get(i, k) / points.size();
            }
        }
        return mean;
    }

    private static double square(double x) {
        return x * x;
    }
}
