package org.leastaction.bench.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.leastaction.points.io.Npy;
import org.leastaction.points.io.NpyArray;

/** {@code lap w2} and {@code lap gap} of points, weights and costs of very different size (golden/far/generate.py). */
class FarPointsOfCommandsTest {

    private static final int NEAR = 50;

    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0}, weighted {1}")
    @CsvFileSource(resources = "/golden/far/expected.csv", numLinesToSkip = 1)
    void farPointsWithoutCostHideNothing(String name, boolean weighted, double exact) throws URISyntaxException {
        String file = Path.of(getClass().getResource("/golden/far/" + name + ".npz").toURI()).toString();
        String weights = file + ":weights";
        Ran ran = weighted
                ? Ran.lap("w2", file + ":x", file + ":y", "--weights-a", weights, "--weights-b", weights, "--json")
                : Ran.lap("w2", file + ":x", file + ":y", "--json");

        assertThat(ran.exitCode()).as(ran.err()).isZero();
        JsonNode json = ran.json();
        assertThat(json.get("w2_squared").asDouble()).isCloseTo(exact, within(1e-12 * exact));
        assertThat(json.get("dual_bound").asDouble()).isCloseTo(exact, within(1e-12 * exact));
        assertThat(Math.abs(json.get("certificate_gap").asDouble())).isLessThanOrEqualTo(1e-12 * exact);
        assertThat(json.has("remarks")).isFalse();
    }

    @ParameterizedTest(name = "shift by {0}, norm {1}, power {2}")
    @CsvSource({"3e-4, 100, 2", "0.01, 2, 200", "1e-170, 2, 2", "1e-9, 3, 40"})
    void aSmallShiftIsNeverNothing(double shift, String norm, String p) throws IOException {
        double[] x = new Random(1).doubles(2 * NEAR).map(u -> Math.rint(u * 1024) / 1024 * (shift < 1e-100 ? shift : 1))
                .toArray();
        double[] y = x.clone();
        for (int i = 0; i < NEAR; i++) {
            y[2 * i] += shift;
        }

        Ran ran = Ran.lap("w2", points("x.npy", x), points("y.npy", y), "--norm", norm, "--p", p, "--json");

        JsonNode json = ran.json();
        boolean squares = norm.equals("2") && p.equals("2");
        assertThat(json.get(squares ? "w2" : "wp").asDouble()).isCloseTo(shift, within(1e-15 + 1e-9 * shift));
        boolean underflows = json.get(squares ? "w2_squared" : "wp_power").asDouble() < Double.MIN_NORMAL;
        assertThat(json.has("remarks")).isEqualTo(underflows);
        assertThat(ran.err().contains("below the normal range")).isEqualTo(underflows);
    }

    private Path points(String name, double... coordinates) throws IOException {
        Path file = folder.resolve(name);
        Npy.write(file, NpyArray.of(coordinates, coordinates.length / 2, 2));
        return file;
    }

    @ParameterizedTest(name = "gaussian, shift by {0}")
    @CsvSource({"5.9e-172, true", "1e-3, false"})
    void theSquareOfAGaussianDistanceMayUnderflow(double shift, boolean underflows) throws IOException {
        double[] x = new Random(1).doubles(2 * NEAR).map(u -> u * shift).toArray();
        double[] y = new Random(1).doubles(2 * NEAR).map(u -> (u + 1) * shift).toArray();

        Ran ran = Ran.lap("w2", points("x.npy", x), points("y.npy", y), "--method", "gaussian", "--json");

        assertThat(ran.json().get("w2").asDouble()).isGreaterThan(shift / 2);
        assertThat(ran.json().has("remarks")).isEqualTo(underflows);
        assertThat(ran.err().contains("below the normal range")).isEqualTo(underflows);
    }

    @ParameterizedTest(name = "weight {0}")
    @CsvSource({"NaN", "Infinity"})
    void aWeightIsNotCalledACoordinate(double weight) throws IOException {
        Path x = points("x.npy", 0, 0, 1, 1);
        Path weights = folder.resolve("weights.npy");
        Npy.write(weights, NpyArray.of(new double[] {1, weight}, 2));

        Ran ran = Ran.lap("w2", x, x, "--weights-a", weights.toString());

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains("weight 1 (counted from 0) is NaN or infinite").doesNotContain("coordinate");
    }
}
