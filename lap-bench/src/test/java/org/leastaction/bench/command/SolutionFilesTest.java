package org.leastaction.bench.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.TransportResult;
import org.leastaction.ot.entropic.SinkhornDivergence;
import org.leastaction.ot.entropic.SinkhornSolver;
import org.leastaction.ot.exact.Wasserstein;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;
import org.leastaction.points.io.Npy;
import org.leastaction.points.io.Npz;
import org.leastaction.points.io.PointFiles;

/** Plan, potentials, images and gradient that {@code lap w2} writes, and points from standard input. */
class SolutionFilesTest {

    private static final Parallelism ONE = Parallelism.sequential();

    @TempDir
    Path folder;

    private DoublePoints cloud(String name, int n, long seed) throws IOException {
        Random random = new Random(seed);
        DoublePoints points = DoublePoints.wrap(
                random.doubles(2L * n).map(u -> random.nextGaussian()).toArray(), n, 2);
        PointFiles.write(folder.resolve(name), points);
        return points;
    }

    private Ran solve(String method) {
        return Ran.lap("w2", folder.resolve("a.npy"), folder.resolve("b.npy"), "--method", method, "--plan",
                folder.resolve("plan.npy"), "--potentials", folder.resolve("potentials.npz"), "--map",
                folder.resolve("new.npy"), "--images", folder.resolve("images.npz"), "--gradient",
                folder.resolve("gradient.npz"), "--json");
    }

    private double[] array(String file, String name) throws IOException {
        return Npz.read(folder.resolve(file), name).doubles();
    }

    @Test
    void exactFilesAreThoseOfTheLibrary() throws IOException {
        TransportResult result = Wasserstein.exact(cloud("a.npy", 30, 1), cloud("b.npy", 20, 2));
        DoublePoints z = cloud("new.npy", 7, 3);

        JsonNode json = solve("exact").json();

        assertThat(json.get("w2_squared").asDouble()).isCloseTo(result.cost(), within(1e-12));
        assertThat(Npy.read(folder.resolve("plan.npy")).shape()).containsExactly(result.plan().entries(), 3);
        assertThat(array("potentials.npz", "f")).containsExactly(result.potentials().f());
        assertThat(array("potentials.npz", "g")).containsExactly(result.potentials().g());
        assertThat(array("images.npz", "barycentric"))
                .containsExactly(result.barycentricMap().of(z).points().toArray());
        assertThat(array("images.npz", "barycentric_errors")).containsExactly(result.barycentricMap().of(z).errors());
        assertThat(array("images.npz", "nearest")).containsExactly(result.potentialMap().of(z).points().toArray());
        assertThat(array("gradient.npz", "x")).containsExactly(result.gradient().x().toArray());
        assertThat(array("gradient.npz", "b")).containsExactly(result.gradient().b());
    }

    @Test
    void entropicFilesAreThoseOfTheLibrary() throws IOException {
        TransportProblem problem = TransportProblem.squaredEuclidean(cloud("a.npy", 30, 1), cloud("b.npy", 20, 2));
        DoublePoints z = cloud("new.npy", 7, 3);
        double epsilon = SinkhornSolver.usualEpsilon(problem, ONE);
        SinkhornDivergence divergence = SinkhornSolver.of(epsilon).divergence(problem);
        double mean = 0;
        for (int i = 0; i < 30; i++) {
            for (int j = 0; j < 20; j++) {
                mean += problem.cost().between(problem.x(), i, problem.y(), j) / 600;
            }
        }

        JsonNode json = solve("sinkhorn").json();

        assertThat(epsilon).isCloseTo(mean / 20, within(1e-12));
        assertThat(json.get("epsilon").asDouble()).isEqualTo(epsilon);
        assertThat(array("potentials.npz", "f")).containsExactly(divergence.between().potentials().f());
        assertThat(array("images.npz", "barycentric"))
                .containsExactly(divergence.between().barycentricMap().of(z).points().toArray());
        assertThat(Npz.names(folder.resolve("images.npz"))).containsExactly("barycentric", "barycentric_errors");
        assertThat(array("gradient.npz", "y")).containsExactly(divergence.gradient(ONE).y().toArray());
        double[] plan = Npy.read(folder.resolve("plan.npy")).doubles();
        double mass = 0;
        for (int e = 2; e < plan.length; e += 3) {
            mass += plan[e];
        }
        assertThat(mass).isBetween(1 - 20 * 1e-4 - 1e-6, 1 + 1e-6);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^',
            value = {"0;0/2;0", "0\t0/2\t0", "0 0/2 0", "0,0/2,0", "x;y/0;0/2;0"})
    void standardInputIsText(String lines) throws IOException {
        PointFiles.write(folder.resolve("b.npy"), DoublePoints.of(new double[][] {{0, 1}, {2, 1}}));

        Ran ran = withInput(lines.replace('/', '\n').replace("\\t", "\t").getBytes(StandardCharsets.UTF_8),
                "w2", "-", folder.resolve("b.npy"), "--json");

        assertThat(ran.json().get("w2_squared").asDouble()).isEqualTo(1);
    }

    @Test
    void standardInputIsAnArray() throws IOException {
        cloud("a.npy", 10, 1);
        cloud("b.npy", 12, 2);

        Ran ran = withInput(Files.readAllBytes(folder.resolve("b.npy")), "w2", folder.resolve("a.npy"), "-", "--json");

        assertThat(ran.out()).isEqualTo(
                Ran.lap("w2", folder.resolve("a.npy"), folder.resolve("b.npy"), "--json").out());
    }

    @Test
    void badInputIsReported() throws IOException {
        Path good = folder.resolve("a.npy");
        cloud("a.npy", 5, 1);

        assertThat(withInput(new byte[0], "w2", "-", good).err())
                .isEqualToIgnoringNewLines("lap: standard input: there is no line of numbers in this file");
        assertThat(withInput("1,x".getBytes(StandardCharsets.UTF_8), "w2", good, "-").err())
                .startsWith("lap: standard input: line 1, column 2: 'x' is not a number").hasLineCount(1);
        Ran twice = Ran.lap("w2", "-", "-");
        assertThat(twice.exitCode()).isEqualTo(2);
        assertThat(twice.err()).isEqualToIgnoringNewLines(
                "lap: standard input (-) can be only one of the files; write the others to files");
        assertThat(Ran.lap("w2", good, good, "--map", good).err())
                .contains("--map and --images must be given together");
        assertThat(Ran.lap("w2", good, good, "--method", "sliced", "--gradient", good).err())
                .contains("--gradient applies to --method exact and sinkhorn, not to sliced");
        PointFiles.write(folder.resolve("new.npy"), DoublePoints.wrap(new double[3], 1, 3));
        Ran other = Ran.lap("w2", good, good, "--map", folder.resolve("new.npy"), "--images", folder.resolve("i.npz"));
        assertThat(other.exitCode()).isEqualTo(2);
        assertThat(other.err()).contains("both need points of the same dimension");
        assertThat(folder.resolve("i.npz")).doesNotExist();
    }

    private static Ran withInput(byte[] input, Object... arguments) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(input));
        try {
            return Ran.lap(arguments);
        } finally {
            System.setIn(before);
        }
    }
}
