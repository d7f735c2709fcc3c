package org.leastaction.bench.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;
import org.leastaction.points.Points;
import org.leastaction.points.io.Npy;
import org.leastaction.points.io.NpyArray;
import org.leastaction.points.io.Npz;
import org.leastaction.transport.EntropicGap;
import org.leastaction.transport.TransportGap;

/** {@code lap w2} and {@code lap gap}, end to end, against SciPy and POT (golden/transport/generate.py). */
class TransportCommandsTest {

    private static final int INSTANCES = 20;
    private static final double RELATIVE = 1e-9;

    @TempDir
    Path folder;

    private static Path golden(String name) {
        try {
            return Path.of(TransportCommandsTest.class.getResource("/golden/transport/" + name).toURI());
        } catch (URISyntaxException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static JsonNode expected(int instance) throws IOException {
        return new ObjectMapper().readTree(golden("expected.json").toFile()).get(instance);
    }

    private Path points(String name, double... coordinates) throws IOException {
        Path file = folder.resolve(name);
        Npy.write(file, NpyArray.of(coordinates, coordinates.length / 2, 2));
        return file;
    }

    private static void assertClose(JsonNode json, JsonNode expected, String key, double scale) {
        assertThat(json.get(key).asDouble()).as(key).isCloseTo(expected.get(key).asDouble(), within(RELATIVE * scale));
    }

    @Test
    void w2AgreesWithIndependentSolvers() throws IOException {
        for (int k = 0; k < INSTANCES; k++) {
            Path plan = folder.resolve("plan" + k + ".npy");
            Ran ran = Ran.lap("w2", golden("instances.npz") + ":a" + k, golden("instances.npz") + ":b" + k, "--json",
                    "--plan", plan);
            JsonNode expected = expected(k);
            double w2 = expected.get("w2_squared").asDouble();

            assertThat(ran.exitCode()).as(ran.err()).isZero();
            JsonNode json = ran.json();
            assertClose(json, expected, "w2_squared", w2);
            assertThat(json.get("w2").asDouble()).isCloseTo(Math.sqrt(w2), within(RELATIVE * Math.sqrt(w2)));
            assertThat(json.get("w2_method").asText()).isEqualTo("exact");
            assertThat(json.get("samples")).isEqualTo(expected.get("samples"));
            assertThat(json.get("dimension")).isEqualTo(expected.get("dimension"));
            assertThat(json.get("dual_bound").asDouble()).isLessThanOrEqualTo(w2 * (1 + RELATIVE));
            assertThat(Math.abs(json.get("certificate_gap").asDouble())).isLessThanOrEqualTo(w2 * RELATIVE);
            assertThat(Npy.read(plan).ints()).isEqualTo(StreamSupport.stream(expected.get("plan").spliterator(), false)
                    .mapToInt(JsonNode::asInt).toArray());
        }
    }

    @Test
    void gapAgreesWithIndependentSolvers() throws IOException {
        for (int k = 0; k < INSTANCES; k++) {
            Ran ran = Ran.lap("gap", golden("instances.npz") + ":a" + k, golden("instances.npz") + ":b" + k, "--json");
            JsonNode expected = expected(k);
            double displacement = expected.get("displacement").asDouble();

            assertThat(ran.exitCode()).as(ran.err()).isZero();
            JsonNode json = ran.json();
            assertClose(json, expected, "w2_squared", expected.get("w2_squared").asDouble());
            assertClose(json, expected, "displacement", displacement);
            assertClose(json, expected, "ot_gap", displacement);
            assertClose(json, expected, "ot_gap_relative", 1);
            assertClose(json, expected, "epsilon_sup", Math.sqrt(displacement));
            assertClose(json, expected, "epsilon_rms", Math.sqrt(displacement));
            assertClose(json, expected, "reassigned_fraction", 1);
            assertClose(json, expected, "monotonicity_violations", 1);
            // SciPy's matrix square roots lose half the digits where covariances are singular (n below d).
            assertThat(json.get("gelbrich_lower_bound").asDouble())
                    .isCloseTo(expected.get("gelbrich_lower_bound").asDouble(), within(1e-6 * displacement));
        }
    }

    @Test
    void gaussianIsTheLowerBoundAndTakesUnequalSizes() throws IOException {
        Path a = points("a.npy", 0, 0, 2, 0);
        Path b = points("b.npy", 1, 5, 1, 3, 1, 4);

        Ran ran = Ran.lap("w2", a, b, "--method", "gaussian", "--json");

        // Means differ by (0, 4); variances are (1, 0) and (0, 2/3), on axes that share nothing.
        assertThat(ran.json().get("w2_squared").asDouble()).isCloseTo(16 + 1 + 2 / 3.0, within(1e-12));
        assertThat(ran.json().get("gelbrich_lower_bound")).isEqualTo(ran.json().get("w2_squared"));
        assertThat(ran.json().get("w2_method").asText()).isEqualTo("gaussian");
    }

    @Test
    void linesAreForPeople() throws IOException {
        Path a = points("a.npy", 0, 0, 2, 0);

        assertThat(Ran.lap("w2", a, points("b.npy", 0, 1, 2, 1)).out())
                .containsPattern("squared Wasserstein distance +1\\.0\n");
        assertThat(Ran.lap("gap", a, a).out())
                .containsPattern("relative gap +– \\(nothing moves: the displacement is 0\\)");
    }

    @Test
    void whatIsNotDefinedIsNullWithAReason() throws IOException {
        Path one = points("one.npy", 0, 0);

        JsonNode json = Ran.lap("gap", one, one, "--json").json();

        assertThat(json.get("ot_gap").asDouble()).isZero();
        assertThat(json.get("ot_gap_relative").isNull()).isTrue();
        assertThat(json.get("ot_gap_relative_reason").asText()).isEqualTo("nothing moves: the displacement is 0");
        assertThat(json.get("monotonicity_violations").isNull()).isTrue();
        assertThat(json.get("monotonicity_violations_reason").asText()).isEqualTo("one point makes no pair");
    }

    @Test
    void threadsDoNotChangeTheAnswer() {
        String a = golden("instances.npz") + ":a4";
        String b = golden("instances.npz") + ":b4";

        assertThat(Ran.lap("gap", a, b, "--json", "--threads", 1).out())
                .isEqualTo(Ran.lap("gap", a, b, "--json", "--threads", 3).out());
    }

    private void isBadInput(String sentence, Object... args) {
        Ran ran = Ran.lap(args);

        assertThat(ran.exitCode()).as(ran.err()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err().lines()).singleElement().asString().isEqualTo("lap: " + sentence);
    }

    @ParameterizedTest
    @ValueSource(strings = {"w2", "gap"})
    void badFilesAreOneLineAndTwo(String command) throws IOException {
        Path good = points("good.npy", 0, 0, 1, 1);
        Path missing = folder.resolve("missing.npy");
        isBadInput(missing + ": there is no such file", command, good, missing);

        Path truncated = folder.resolve("truncated.npy");
        Files.write(truncated, Arrays.copyOf(Files.readAllBytes(good), 140));
        isBadInput(truncated + ": truncated: the header promises 32 bytes of numbers, 12 are there", command, truncated,
                good);

        Path magic = Files.writeString(folder.resolve("magic.npy"), "GIF89a, not points");
        isBadInput(magic + ": is an image, not a .npy file; get the file itself", command, good, magic);

        Path nan = points("nan.npy", 0, 0, Double.NaN, 1);
        isBadInput(nan + ": point 1 (counted from 0) has a NaN or infinite coordinate; all must be finite", command,
                good, nan);

        Path three = points("three.npy", 0, 0, 1, 1, 2, 2);
        if (command.equals("gap")) {
            isBadInput(
                    good + " has shape [2, 2] and " + three + " has shape [3, 2]: both need the same number of points",
                    command,
                    good, three);
        }

        Path line = folder.resolve("line.npy");
        Npy.write(line, NpyArray.of(new double[] {1, 2}, 2));
        isBadInput(good + " has shape [2, 2] and " + line + " has shape [2, 1]: both need points of the same dimension",
                command, good, line);

        Path empty = folder.resolve("empty.npy");
        Npy.write(empty, NpyArray.of(new double[0], 0, 2));
        isBadInput(empty + ": contains no points; at least one is needed", command, empty, empty);

        Path whole = folder.resolve("whole.npy");
        Npy.write(whole, NpyArray.of(new long[] {0, 1, 2, (1L << 53) + 1}, 2, 2));
        isBadInput(whole + ": element 3 is 9007199254740993, which float64 does not hold exactly, as it holds all whole"
                + " numbers up to 2^53 = 9007199254740992; shift or scale the numbers, or round them yourself (in NumPy:"
                + " x.astype('float64'))", command, whole, good);

        Path ragged = Files.writeString(folder.resolve("ragged.csv"), "x,y\n1,2\n3\n");
        isBadInput(ragged + ": line 3 has 1 column, line 1 has 2; every line needs as many", command, ragged, good);

        Path golden = golden("instances.npz");
        isBadInput(golden + ": has no array 'c'; it holds " + String.join(", ", Npz.names(golden)),
                command, golden + ":c", good);
    }

    @Test
    void badOptionsAreOneLineAndTwo() throws IOException {
        Path good = points("good.npy", 0, 0, 1, 1);

        isBadInput("--plan applies to --method exact and sinkhorn, not to gaussian", "w2", good, good, "--method",
                "gaussian",
                "--plan", folder.resolve("plan.npy"));
        isBadInput("Invalid value for option '--method': 'nearest' is not one of exact, sinkhorn, sliced, gaussian; see"
                + " lap w2 --help", "w2", good, good, "--method", "nearest");
        isBadInput("epsilon must be finite and above 0, not -1.0", "w2", good, good, "--method", "sinkhorn",
                "--epsilon=-1");
        isBadInput("--epsilon applies to --method sinkhorn, not to exact", "w2", good, good, "--epsilon", 1);
        isBadInput("--projections applies to --method sliced, not to exact", "w2", good, good, "--projections", 9);
        isBadInput("slicing needs at least 2 projections to know its error, not 1", "w2", good, good, "--method",
                "sliced", "--projections", 1);
        isBadInput("Missing required parameter: 'B'; see lap w2 --help", "w2", good);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "--p 0.5|the power p of a cost must be finite and at least 1, not 0.5",
            "--norm 0|the order q of a norm must be at least 1, not 0.0",
            "--norm most|--norm must be a number of at least 1, or inf, not 'most'",
            "--norm 1 --method sliced|--method sliced supports only --p 2 and --norm 2",
            "--p 3 --extrapolate|--extrapolate supports only --p 2 and --norm 2",
            "--tolerance 1|--tolerance of --method exact must be in [0, 1), not 1.0",
            "--tolerance 0 --method sinkhorn --epsilon 1|the tolerance must be finite and above 0, not 0.0",
            "--tolerance 1e-3 --method gaussian|--tolerance applies to --method exact and sinkhorn, not to gaussian",
            "--iterations 0 --method sinkhorn --epsilon 1|at least 1 iteration is needed, not 0",
            "--iterations 5|--iterations applies to --method sinkhorn, not to exact",
            "--extrapolate --method gaussian|--extrapolate applies to --method exact, not to gaussian",
            "--exponent 1|--exponent needs --extrapolate",
            "--extrapolate --exponent steep|--exponent must be a number in (0, 2], or fit, not 'steep'",
            "--extrapolate --exponent 3|the exponent of an extrapolation must be in (0, 2], not 3.0",
            "--extrapolate|an extrapolation needs at least 256 points in either set, not 2 and 2",
            "--subsets 50|--subsets needs --interval",
            "--interval --subsets 7|an interval of 95 % needs at least 20 subsets, not 7",
            "--interval|subsets need at least 16 points in either set, not 2 and 2",
            "--threads 0|--threads must be at least 1, not 0"})
    void badOptionsOfW2AreOneLineAndTwo(String options, String sentence) throws IOException {
        isBadInput(sentence, onGoodPoints("w2", options));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "--epsilon -1|epsilon must be finite and at least 0, not -1.0",
            "--interval --subsets 3|an interval of 95 % needs at least 20 subsets, not 3",
            "--interval|subsets need at least 16 points in either set, not 2 and 2"})
    void badOptionsOfGapAreOneLineAndTwo(String options, String sentence) throws IOException {
        isBadInput(sentence, onGoodPoints("gap", options));
    }

    private Object[] onGoodPoints(String command, String options) throws IOException {
        Path good = points("good.npy", 0, 0, 1, 1);
        List<Object> args = new ArrayList<>(List.of(command, good, good));
        args.addAll(List.of(options.split(" ")));
        return args.toArray();
    }

    @Test
    void badLabelsAreOneLineAndTwo() throws IOException {
        Path good = points("good.npy", 0, 0, 1, 1);
        Path three = folder.resolve("three.npy");
        Npy.write(three, NpyArray.of(new int[] {0, 1, 1}, 3));
        isBadInput(three + " has 3 labels: " + good + " has 2 points, and each needs one", "gap", good, good,
                "--labels", three);
        Path negative = folder.resolve("negative.npy");
        Npy.write(negative, NpyArray.of(new int[] {0, -1}, 2));
        isBadInput(negative + ": label -1 of point 1; labels are whole numbers from 0 to 99999", "gap", good,
                good, "--labels", negative);
        Path broken = Files.writeString(folder.resolve("broken.csv"), "0\n0.5\n");
        isBadInput(broken + ": label 0.5 of point 1 is not a whole number", "gap", good, good, "--labels", broken);
    }

    private Path cloud(String name, int n, int d, double shift, long seed) throws IOException {
        Random random = new Random(seed);
        double[] coordinates = random.doubles((long) n * d).map(u -> random.nextGaussian() + shift).toArray();
        Path file = folder.resolve(name);
        Npy.write(file, NpyArray.of(coordinates, n, d));
        return file;
    }

    private static void assertHolds(JsonNode interval, double truth) {
        assertThat(interval.get("low").asDouble()).isLessThanOrEqualTo(interval.get("value").asDouble())
                .isLessThan(truth);
        assertThat(interval.get("high").asDouble()).isGreaterThanOrEqualTo(interval.get("value").asDouble())
                .isGreaterThan(truth);
    }

    @ParameterizedTest
    @CsvSource({"exact, w2_squared, 18", "gaussian, gelbrich_lower_bound, 0", "sliced, sliced_w2, 3",
            "sinkhorn, w2_squared, 18"})
    void everyMethodHasIntervalsForTheDrawingOfThePoints(String method, String key, double truth) throws IOException {
        Path a = cloud("a.npy", 150, 2, 0, 11);
        Path b = cloud("b.npy", 170, 2, 3, 12);
        List<Object> args = new ArrayList<>(List.of("w2", a, b, "--method", method, "--interval", "--subsets", 60,
                "--seed", 4, "--json"));
        if (method.equals("sinkhorn")) {
            args.addAll(List.of("--epsilon", 1, "--tolerance", 1e-3));
        }

        Ran ran = Ran.lap(args.toArray());

        assertThat(ran.exitCode()).as(ran.err()).isZero();
        JsonNode json = ran.json();
        assertThat(json.get("subsets").asInt()).isEqualTo(60);
        if (truth > 0) {
            assertHolds(json.get(key), truth);
        } else {
            assertHolds(json.get("w2_squared"), 18);
        }
        if (method.equals("sliced")) {
            assertHolds(json.get("max_sliced_w2"), Math.sqrt(18));
            assertThat(json.get("sliced_w2_lines").get("value")).isEqualTo(json.get("sliced_w2").get("value"));
        } else {
            assertHolds(json.get("w2"), Math.sqrt(18));
        }
    }

    @Test
    void extrapolationComesNearerToTheTruth() throws IOException {
        Path a = cloud("a.npy", 512, 6, 0, 5);
        Path b = cloud("b.npy", 512, 6, 1, 6);

        JsonNode json = Ran.lap("w2", a, b, "--extrapolate", "--json").json();

        assertHolds(json.get("w2_squared_extrapolated"), 6);
        assertThat(Math.abs(json.get("w2_squared_extrapolated").get("value").asDouble() - 6))
                .isLessThan(0.5 * Math.abs(json.get("w2_squared").asDouble() - 6));
        assertThat(json.get("extrapolation_exponent").asDouble()).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(json.get("extrapolation_sizes")).hasSize(4);
        assertThat(json.get("extrapolation_w2_squared").get(0).asDouble())
                .isCloseTo(json.get("w2_squared").asDouble(), within(1e-9));
        assertThat(Ran.lap("w2", a, b, "--extrapolate", "--exponent", "fit", "--json").json()
                .get("extrapolation_exponent").asDouble()).isBetween(0.02, 1.0);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 7", "1, inf, 4", "3, 2, 125", "2, 1, 49"})
    void powersAndNormsAreThoseAskedFor(double p, String norm, double power) throws IOException {
        Path a = points("a.npy", 0, 0, 100, 0);
        Path b = points("b.npy", 103, 4, 3, 4);

        JsonNode json = Ran.lap("w2", a, b, "--p", p, "--norm", norm, "--json").json();

        assertThat(json.get("wp_power").asDouble()).isCloseTo(power, within(1e-9));
        assertThat(json.get("wp").asDouble()).isCloseTo(Math.pow(power, 1 / p), within(1e-9));
        assertThat(json.get("p").asDouble()).isEqualTo(p);
        assertThat(json.get("norm").asText()).isEqualTo(norm);
        assertThat(json.has("w2_squared")).isFalse();
    }

    @Test
    void aStoppedIterationIsDoneAndSaysSo() throws IOException {
        Path a = cloud("a.npy", 60, 2, 0, 7);
        Path b = cloud("b.npy", 60, 2, 1, 8);

        Ran ran = Ran.lap("w2", a, b, "--method", "sinkhorn", "--epsilon", 0.2, "--iterations", 20, "--json");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.json().get("converged").asBoolean()).isFalse();
        assertThat(ran.json().get("marginal_error").asDouble()).isGreaterThan(1e-6);
        assertThat(ran.err()).contains("lap: the iteration stopped after ", "use more --iterations");
    }

    @Test
    void anIterationStoppedFarFromAPlanIsRefused() throws IOException {
        Path a = cloud("a.npy", 60, 2, 0, 7);
        Path b = cloud("b.npy", 60, 2, 1, 8);

        Ran ran = Ran.lap("w2", a, b, "--method", "sinkhorn", "--epsilon", 0.01, "--iterations", 20);

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains("after 20 iterations the marginal error is ",
                "there is no result for epsilon 0.01");
    }

    @Test
    void gapHasIntervalsEntropicGapAndClasses() throws IOException {
        Path x = cloud("x.npy", 120, 2, 0, 9);
        double[] turned = Arrays.stream(Npy.read(x).doubles()).map(c -> -c).toArray();
        Path tx = folder.resolve("tx.npy");
        Npy.write(tx, NpyArray.of(turned, 120, 2));
        Path labels = folder.resolve("labels.npy");
        int[] classes = new int[120];
        Arrays.setAll(classes, i -> i % 2 * 2);
        Npy.write(labels, NpyArray.of(classes, 120));

        JsonNode json =
                Ran.lap("gap", x, tx, "--interval", "--labels", labels, "--seed", 1, "--json").json();

        assertHolds(json.get("displacement"), 8);
        assertHolds(json.get("ot_gap"), 8);
        assertThat(json.get("ot_gap_relative").get("high").asDouble()).isLessThanOrEqualTo(1);
        assertThat(json.get("entropic_gap").get("value").asDouble())
                .isCloseTo(json.get("ot_gap").get("value").asDouble(), within(0.5));
        // The mean of an estimator at this number of points, over fresh clouds.
        int fresh = 40;
        double epsilon = 0;
        double reassigned = 0;
        double entropic = 0;
        OptionalDouble blur = OptionalDouble.of(json.get("entropic_epsilon").asDouble());
        for (int seed = 100; seed < 100 + fresh; seed++) {
            Path cloud = cloud("fresh.npy", 120, 2, 0, seed);
            Points points = DoublePoints.wrap(Npy.read(cloud).doubles(), 120, 2);
            Points images = DoublePoints.wrap(
                    Arrays.stream(Npy.read(cloud).doubles()).map(c -> -c).toArray(), 120, 2);
            TransportGap gap = TransportGap.of(points, images, Parallelism.sequential());
            epsilon += gap.epsilonRms() / fresh;
            reassigned += gap.reassignedFraction() / fresh;
            entropic += EntropicGap.of(points, images, blur, Parallelism.sequential()).gap() / fresh;
        }
        assertHolds(json.get("epsilon_rms"), epsilon);
        assertHolds(json.get("reassigned_fraction"), reassigned);
        assertHolds(json.get("entropic_gap"), entropic);
        assertThat(json.get("epsilon_sup").isNumber()).isTrue();
        assertThat(json.get("entropic_convergence").asText()).isEqualTo("converged");
        assertThat(json.get("entropic_epsilon").asDouble()).isCloseTo(0.2, within(0.05));
        assertThat(json.get("samples_classes")).hasSize(3);
        assertThat(json.get("ot_gap_classes").get(1).isNull()).isTrue();
        assertThat((json.get("ot_gap_classes").get(0).asDouble() + json.get("ot_gap_classes").get(2).asDouble()) / 2)
                .isPositive().isLessThanOrEqualTo(json.get("ot_gap").get("value").asDouble() * (1 + 1e-9));
        JsonNode without = Ran.lap("gap", x, tx, "--epsilon", 0, "--json").json();
        assertThat(without.get("entropic_divergence").isNull()).isTrue();
        assertThat(without.get("entropic_divergence_reason").asText()).isEqualTo("epsilon is 0");
        assertThat(without.has("samples_classes")).isFalse();
    }

    private Path weights(String name, double... weights) throws IOException {
        Path file = folder.resolve(name);
        Npy.write(file, NpyArray.of(weights, weights.length));
        return file;
    }

    @Test
    void badWeightsAreOneLineAndTwo() throws IOException {
        Path good = points("good.npy", 0, 0, 1, 1);

        Path three = weights("three.npy", 1, 2, 3);
        isBadInput(three + " has shape [3, 1]: weights of " + good + " need shape [2], one number per point", "w2",
                good,
                good, "--weights-a", three);
        Path negative = weights("negative.npy", 1, -2);
        isBadInput(negative + ": weight 1 is -2.0: weights must be finite and at least 0", "w2", good, good,
                "--weights-b", negative);
        Path zero = weights("zero.npy", 0, 0);
        isBadInput(zero + ": the weights sum to 0.0: their sum must be finite and above 0", "w2", good, good,
                "--weights-b", zero);
    }

    @Test
    void weightsAndUnequalSizesAreMovedExactly() throws IOException {
        Path a = points("a.npy", 0, 0, 4, 0);
        Path b = points("b.npy", 0, 1, 4, 0, 4, 2);
        Path plan = folder.resolve("plan.npy");

        JsonNode json = Ran.lap("w2", a, b, "--weights-a", weights("wa.npy", 1, 3), "--plan", plan, "--json",
                "--weights-b", weights("wb.npy", 2, 4, 2)).json();

        assertThat(json.get("w2_squared").asDouble()).isCloseTo(0.25 * 1 + 0.5 * 0 + 0.25 * 4, within(1e-12));
        assertThat(json.get("samples").asInt()).isEqualTo(2);
        assertThat(json.get("samples_b").asInt()).isEqualTo(3);
        assertThat(Npy.read(plan).shape()).containsExactly(3, 3);
        assertThat(Npy.read(plan).doubles()).contains(0.5, 0.25);
    }

    @Test
    void sinkhornTellsItsDivergenceAndConvergence() throws IOException {
        Path a = points("a.npy", 0, 0, 2, 0, 5, 5);
        Path b = points("b.npy", 0, 1, 2, 1, 5, 6);

        JsonNode json = Ran.lap("w2", a, b, "--method", "sinkhorn", "--epsilon", 0.5, "--json").json();

        assertThat(json.get("entropic_divergence").asDouble()).isCloseTo(1, within(1e-5));
        assertThat(json.get("w2_method").asText()).isEqualTo("sinkhorn");
        assertThat(json.get("converged").asBoolean()).isTrue();
        assertThat(json.get("marginal_error").asDouble()).isLessThanOrEqualTo(1e-6);
        assertThat(json.get("epsilon").asDouble()).isEqualTo(0.5);
    }

    @Test
    void slicedHasAnInterval() throws IOException {
        Path a = points("a.npy", 0, 0, 2, 0);
        Path b = points("b.npy", 3, 4, 5, 4, 3, 4, 5, 4);

        JsonNode json =
                Ran.lap("w2", a, b, "--method", "sliced", "--projections", 400, "--seed", 3, "--json").json();

        assertThat(json.get("sliced_w2").get("low").asDouble()).isLessThan(5 / Math.sqrt(2));
        assertThat(json.get("sliced_w2").get("high").asDouble()).isGreaterThan(5 / Math.sqrt(2));
        assertThat(json.get("max_sliced_w2").asDouble()).isCloseTo(5, within(1e-5));
        assertThat(json.get("projections").asInt()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
            "/dev/full, cannot write /dev/full: No space left on device",
            "/proc/plan.npy, cannot write /proc/plan.npy: "
    })
    void aPlanThatCannotBeWrittenIsOneLineAndOne(String place, String sentence) throws IOException {
        assumeThat(Path.of("/dev/full")).exists();
        assumeThat(Path.of("/proc/self")).exists();
        Path good = points("good.npy", 0, 0, 1, 1);

        Ran ran = Ran.lap("w2", good, good, "--plan", place);

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err().lines()).singleElement().asString().startsWith("lap: " + sentence);
    }

    @Test
    void aPlanBelowAFileIsOneLineAndLeavesTheFile() throws IOException {
        Path good = points("good.npy", 0, 0, 1, 1);
        byte[] before = Files.readAllBytes(good);

        Ran ran = Ran.lap("w2", good, good, "--plan", good.resolve("plan.npy"));

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err().lines()).singleElement().asString()
                .startsWith("lap: cannot write " + good.resolve("plan.npy") + ": ");
        assertThat(good).hasBinaryContent(before);
        assertThat(folder.toFile().list()).containsExactly("good.npy");
    }
}
