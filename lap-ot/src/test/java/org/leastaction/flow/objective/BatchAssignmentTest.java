package org.leastaction.flow.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.leastaction.points.DoublePoints;
import org.leastaction.points.FloatPoints;

class BatchAssignmentTest {

    static Stream<String> cases() throws IOException {
        try (InputStream file = BatchAssignmentTest.class.getResourceAsStream("/golden/batch_assignment.csv")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8).lines().skip(1)
                    .toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void assignmentsAreThoseOfSciPy(String line) {
        String[] fields = line.split(",");
        int n = Integer.parseInt(fields[0]);
        int d = Integer.parseInt(fields[1]);
        double[] x = drawn(n * d, Integer.parseInt(fields[2]));
        double[] other = drawn(n * d, Integer.parseInt(fields[2]) + 0.5);
        double[] y = fields[3].equals("1")
                ? IntStream.range(0, x.length).mapToDouble(k -> 2 * x[k] + 0.3 * other[k]).toArray()
                : other;

        int[] assignment = BatchAssignment.of(DoublePoints.wrap(x, n, d), DoublePoints.wrap(y, n, d));

        double cost = IntStream.range(0, n * d)
                .mapToDouble(k -> Math.pow(x[k] - y[assignment[k / d] * d + k % d], 2)).sum();
        double expected = Double.parseDouble(fields[4]);
        assertThat(cost).as("cost").isCloseTo(expected, within(1e-9 * expected));
        int[] published = Arrays.stream(fields[5].split(" ")).mapToInt(Integer::parseInt).toArray();
        assertThat(assignment).isEqualTo(published);
    }

    private static double[] drawn(int size, double seed) {
        return IntStream.range(0, size).mapToDouble(k -> {
            double value = 43758.5453 * Math.sin(12.9898 * (k + 1 + seed));
            return value - Math.floor(value);
        }).toArray();
    }

    @Test
    void sizesMustAgree() {
        assertThatIllegalArgumentException().isThrownBy(() -> BatchAssignment.of(
                FloatPoints.of(new float[][] {{0}, {1}}), FloatPoints.of(new float[][] {{0}})));
    }
}
