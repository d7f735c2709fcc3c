package org.leastaction.bench.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.leastaction.points.DoublePoints;
import org.leastaction.points.LabelledPoints;
import org.leastaction.points.Points;
import org.leastaction.points.io.Npz;
import org.leastaction.points.io.PointFiles;

class CirclesTest {

    /** The points as "label x y", rounded, so that sets can be compared whatever their order. */
    private static List<String> sorted(Points points, int[] labels) {
        return IntStream.range(0, points.size())
                .mapToObj(i -> "%d %.4f %.4f".formatted(labels[i], points.get(i, 0) + 0.0, points.get(i, 1) + 0.0)
                        .replace("-0.0000", "0.0000"))
                .sorted(Comparator.naturalOrder())
                .toList();
    }

    @Test
    void withoutNoiseThePointsAreThoseOfScikitLearn() throws Exception {
        Path golden = golden();
        DoublePoints x = PointFiles.read(golden, "x").points().toDouble();
        int[] y = Npz.read(golden, "y").ints();

        LabelledPoints circles = new Circles(0.3, 0).draw(101, new Random(1));

        assertThat(sorted(circles.points(), circles.labels())).isEqualTo(sorted(x, y));
    }

    @Test
    void noiseHasItsStandardDeviationAndNoBias() {
        double noise = 0.1;
        int n = 40_000;
        // The radius of a noisy point of the unit circle: 1 + noise²/2 in the mean, deviation noise, to second order.
        LabelledPoints noisy = new Circles(0.5, noise).draw(n, new Random(5));
        double sum = 0;
        double squares = 0;
        int outer = 0;
        for (int i = 0; i < n; i++) {
            if (noisy.labels()[i] == 0) {
                double radial = Math.hypot(noisy.points().get(i, 0), noisy.points().get(i, 1)) - 1;
                sum += radial;
                squares += radial * radial;
                outer++;
            }
        }
        assertThat(outer).isEqualTo(n / 2);
        assertThat(sum / outer).isCloseTo(noise * noise / 2, within(0.003));
        assertThat(Math.sqrt(squares / outer)).isCloseTo(noise, within(0.003));
    }

    @Test
    void orderIsShuffled() {
        int[] labels = Circles.defaults().draw(1000, new Random(3)).labels();

        long changes = IntStream.range(1, labels.length).filter(i -> labels[i] != labels[i - 1]).count();
        assertThat(changes).isBetween(400L, 600L);
    }

    @Test
    void refusesFormsThatAreNoCircles() {
        assertThatThrownBy(() -> new Circles(1, 0)).hasMessage("the factor of circles must be in [0, 1), not 1.0");
        assertThatThrownBy(() -> new Circles(0.5, -1))
                .hasMessage("the noise of circles must be finite and at least 0, not -1.0");
    }

    private static Path golden() throws URISyntaxException {
        return Path.of(CirclesTest.class.getResource("/golden/data/circles.npz").toURI());
    }
}
