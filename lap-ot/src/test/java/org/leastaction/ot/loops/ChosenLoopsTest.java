package org.leastaction.ot.loops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.leastaction.ot.Clouds;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.TransportResult;
import org.leastaction.ot.Weights;
import org.leastaction.ot.entropic.Convergence;
import org.leastaction.ot.entropic.EntropicResult;
import org.leastaction.ot.entropic.SinkhornSolver;
import org.leastaction.ot.exact.ExactSolver;
import org.leastaction.ot.exact.sparse.MatrixFreeSolver;
import org.leastaction.points.DoublePoints;

/** The loops that Java's options select, each in a process of its own, and what the solvers return with them. */
class ChosenLoopsTest {

    private static final String VECTOR = "--add-modules=jdk.incubator.vector";
    private static final String PLAIN = Loops.plain().label();
    /** Relative difference of costs that are certified, and of those that Sinkhorn's iteration approaches. */
    private static final double SAME = 1e-12;
    private static final double NEAR = 1e-6;

    /** Prints the chosen loops; with an argument, the costs of problems too. */
    static final class Solutions {

        private static final long SEED = 5;

        public static void main(String[] arguments) {
            System.out.println(Loops.fastest().label());
            if (arguments.length == 0) {
                return;
            }
            print("plane", MatrixFreeSolver.defaults().solve(unrelated(1500, 2)));
            print("many dimensions", MatrixFreeSolver.defaults().solve(unrelated(1200, 67)));
            DoublePoints x = Clouds.gaussian(600, 100, SEED);
            print("near", ExactSolver.defaults().solve(TransportProblem.squaredEuclidean(
                    x, Clouds.add(x, Clouds.gaussian(600, 100, SEED + 1), 0.05))));
            Random random = new Random(SEED);
            print("weighted", ExactSolver.defaults().solve(TransportProblem.squaredEuclidean(
                    Clouds.gaussian(300, 40, SEED), Clouds.gaussian(200, 40, SEED + 1))
                    .withWeights(Weights.of(random.doubles(300).toArray()),
                            Weights.of(random.doubles(200).toArray()))));
            print("single precision", SinkhornSolver.of(0.2).withTolerance(1e-4).solve(unrelated(500, 2)));
            print("single precision in three dimensions",
                    SinkhornSolver.of(0.3).withTolerance(1e-4).solve(unrelated(300, 3)));
            print("double precision", SinkhornSolver.of(2).withTolerance(1e-9).solve(unrelated(300, 10)));
        }

        private static TransportProblem unrelated(int n, int d) {
            return TransportProblem.squaredEuclidean(Clouds.gaussian(n, d, SEED), Clouds.gaussian(n, d, SEED + 1));
        }

        private static void print(String name, TransportResult result) {
            System.out.println("exact " + name + ": "
                    + (result.certificate().holds(SAME) ? result.cost() : result.certificate()));
        }

        private static void print(String name, EntropicResult result) {
            System.out.println("entropic " + name + ": "
                    + (result.convergence() instanceof Convergence.Converged ? result.dual() : result.convergence()));
        }
    }

    @Test
    void optionsSelectTheLoopsAndCostsStayTheSame() throws Exception {
        assumeTrue(Loops.vector().isPresent(),
                "this Java has no vectors of 256 or 512 bits, or tests run without them");
        String widest = Loops.vector().orElseThrow().label();

        assertThat(run(List.of(VECTOR, "-Dlap.vector=false"))).containsExactly(PLAIN);
        assertThat(run(List.of(VECTOR, "-XX:MaxVectorSize=16"))).as("vectors of 128 bits").containsExactly(PLAIN);
        List<String> plain = run(List.of(), "solve");
        List<String> narrow = run(List.of(VECTOR, "-XX:MaxVectorSize=32"), "solve");
        List<String> wide = run(List.of(VECTOR), "solve");

        assertThat(plain.get(0)).isEqualTo(PLAIN);
        assertThat(narrow.get(0)).isEqualTo("Vector API, 256 bits");
        assertThat(wide.get(0)).isEqualTo(widest);
        Map<String, Double> expected = costs(plain);
        assertThat(expected).hasSize(7);
        for (List<String> found : List.of(narrow, wide)) {
            assertThat(costs(found)).hasSameSizeAs(expected).allSatisfy((name, cost) -> assertThat(cost)
                    .as("%s with %s", name, found.get(0)).isCloseTo(expected.get(name),
                            within((name.startsWith("exact") ? SAME : NEAR) * Math.abs(expected.get(name)))));
        }
    }

    private static Map<String, Double> costs(List<String> printed) {
        Map<String, Double> costs = new LinkedHashMap<>();
        for (String line : printed.subList(1, printed.size())) {
            String[] parts = line.split(": ", 2);
            costs.put(parts[0], Double.valueOf(parts[1]));
        }
        return costs;
    }

    /** The lines that a process with these options prints, without Java's own warnings. */
    private static List<String> run(List<String> options, String... arguments)
            throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(
                        List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Solutions.class.getName()));
        command.addAll(Arrays.asList(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return printed.lines().filter(line -> !line.contains("WARNING") && !line.contains("warning")).toList();
    }
}
