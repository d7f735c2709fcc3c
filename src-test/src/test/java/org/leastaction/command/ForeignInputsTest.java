package org.leastaction.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.leastaction.points.io.NpyArray;
import org.leastaction.points.io.Npz;

/** {@code lap analyze} on networks whose inputs, outputs or labels are other than those of a data set. */
class ForeignInputsTest {

    private static final int POINTS = 40;

    @TempDir
    Path folder;

    private int runs;

    private static Path network(String name) {
        return Repository.root().resolve("lap-onnx/src/test/resources/golden/io").resolve(name + ".onnx");
    }

    /** The network's own inputs as arrays: channels first. Labels are its answers, so that accuracy shows the order. */
    @Test
    void imagesWithTheirChannelsFirstAreTurned() throws IOException {
        Path golden = network("smooth").resolveSibling("smooth.npz");
        NpyArray input = Npz.read(golden, "input");
        int[] answers = answers(Npz.read(golden, "probabilities"));
        Path first = arrays("first.npz", input.floats(), input.shape().stream().mapToInt(Integer::intValue).toArray(),
                answers);
        JsonNode json =
                LapRun.of("analyze", "--model", network("smooth"), "--data", first, "--metrics", "accuracy,cost",
                        "--out", folder.resolve("out"), "--json").done().json();
        assertThat(json.get("accuracy").get("value").asDouble()).isEqualTo(1);
        assertThat(json.get("confusion").toString()).isNotEmpty();
        Path flat = arrays("flat.npz", input.floats(), new int[] {input.shape().get(0), 192}, answers);
        LapRun.of("analyze", "--model", network("smooth"), "--data", flat, "--quiet", "--out",
                folder.resolve("no"))
                .refused(2, "the data have points of shape [192], the model takes [8, 8, 3]");
    }

    /**
     * An image of 3 by 3 pixels and 3 colours has the same shape in both orders: the choice is reported, and the
     * user's.
     */
    @Test
    void anOrderOfChannelsThatTheShapeDoesNotShowIsReportedAndChosen() throws IOException {
        Path golden = network("three_by_three").resolveSibling("three_by_three.npz");
        NpyArray input = Npz.read(golden, "input");
        Path data =
                arrays("tiny.npz", input.floats(), new int[] {5, 3, 3, 3}, answers(Npz.read(golden, "probabilities")));
        String remark =
                "x_test: the shape [3, 3, 3] of an image does not show whether its channels are first or last; they are"
                        + " read as last (--channels first reads them as first)";
        LapRun silent = analyzed("three_by_three", data);
        assertThat(silent.err()).contains(remark);
        assertThat(silent.json().get("remarks").asText()).isEqualTo(remark);
        LapRun last = analyzed("three_by_three", data, "--channels", "last");
        LapRun first = analyzed("three_by_three", data, "--channels", "first");
        for (LapRun chosen : List.of(first, last)) {
            assertThat(chosen.err()).doesNotContain("--channels");
            assertThat(chosen.json().has("remarks")).isFalse();
        }
        double cost = squares(golden, "start", "output_0");
        assertThat(first.json().get("transport_cost").asDouble()).isCloseTo(cost, within(1e-4 * cost));
        assertThat(last.json().get("transport_cost").asDouble())
                .isEqualTo(silent.json().get("transport_cost").asDouble())
                .isNotCloseTo(cost, within(1e-2 * cost));
    }

    /**
     * Rows of 48 numbers are images of 8 by 2 pixels with their channels first; a golden row is one in PyTorch's order.
     */
    @Test
    void aModelOfRowsTakesImagesInTheirOwnOrderOrTheChosenOne() throws IOException {
        Path golden = network("flat_images").resolveSibling("flat_images.npz");
        float[] rows = Npz.read(golden, "input").floats();
        int[] labels = answers(Npz.read(golden, "probabilities"));
        double cost = squares(golden, "start", "output_0", "output_1");
        Path asTrained = arrays("first.npz", rows, new int[] {5, 3, 8, 2}, labels);
        float[] turned = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            int point = i / 48;
            turned[point * 48 + i % 16 * 3 + i % 48 / 16] = rows[i];
        }
        Path last = arrays("last.npz", turned, new int[] {5, 8, 2, 3}, labels);
        String rest = ", as the data do (--channels ";
        assertCost(analyzed("flat_images", asTrained), cost,
                "rows of 48 numbers; they hold the channels first" + rest + "last changes that)");
        assertCost(analyzed("flat_images", last, "--channels", "first"), cost, "");
        // Means and deviations by channel, undone here.
        float[] shifted = turned.clone();
        for (int i = 0; i < shifted.length; i++) {
            shifted[i] = shifted[i] * (1 + i % 3) + i % 3;
        }
        assertCost(analyzed("flat_images", arrays("shifted.npz", shifted, new int[] {5, 8, 2, 3}, labels), "--channels",
                "first", "--mean", "0,1,2", "--std", "1,2,3"), cost, "");
        LapRun other = analyzed("flat_images", last);
        assertThat(other.json().get("remarks").asText())
                .endsWith("rows of 48 numbers; they hold the channels last" + rest + "first changes that)");
        assertThat(other.json().get("transport_cost").asDouble()).isNotCloseTo(cost, within(1e-2 * cost));
    }

    private static void assertCost(LapRun run, double cost, String remark) {
        assertThat(run.json().get("transport_cost").asDouble()).isCloseTo(cost, within(1e-4 * cost));
        assertThat(run.json().path("remarks").asText()).endsWith(remark);
        assertThat(run.json().has("remarks")).isEqualTo(!remark.isEmpty());
        assertThat(run.err()).contains(remark);
    }

    private LapRun analyzed(String network, Path data, Object... more) {
        return LapRun
                .of(joined(new Object[] {"analyze", "--model", network(network), "--data", data, "--metrics", "cost",
                        "--out", folder.resolve("out" + runs++), "--json"}, more))
                .done();
    }

    /** The mean cost of all points by PyTorch's states. */
    private static double squares(Path golden, String... states) throws IOException {
        double sum = 0;
        int n = Npz.read(golden, states[0]).shape().get(0);
        for (int k = 1; k < states.length; k++) {
            float[] from = Npz.read(golden, states[k - 1]).floats();
            float[] to = Npz.read(golden, states[k]).floats();
            for (int j = 0; j < from.length; j++) {
                sum += Math.pow((double) to[j] - from[j], 2) / n;
            }
        }
        return sum;
    }

    @Test
    void whichOfSeveralOutputsIsUsedIsReportedAndNamedInRefusals() throws IOException {
        String outputs = "the network has the outputs aux_logits [free, 5], logits [free, 5]; ";
        Path five = arrays("five.npz", gaussians(POINTS * 3), new int[] {POINTS, 3}, cycle(POINTS, 5));
        String remark = outputs + "'logits' is used, --output NAME selects another";
        LapRun run = analyzed("end_auxiliary", five);
        assertThat(run.err()).contains(remark);
        assertThat(run.json().get("remarks").asText()).isEqualTo(remark);
        assertThat(Files.readString(folder.resolve("out0/records.jsonl"))).contains(remark);
        assertThat(analyzed("end_auxiliary", five, "--output", "aux_logits").json().get("remarks").asText())
                .contains("'aux_logits' is used");
        Path six = arrays("six.npz", gaussians(POINTS * 3), new int[] {POINTS, 3}, cycle(POINTS, 6));
        LapRun.of("analyze", "--model", network("end_auxiliary"), "--data", six, "--quiet", "--out",
                folder.resolve("no"))
                .refused(2, "the data have 6 classes, the model, at its output 'logits' of aux_logits, logits (--output"
                        + " NAME selects another), has 5;")
                .refused(2, "--no-labels measures what needs none, and --ending points is for an output that is not"
                        + " class scores but an embedding");
        assertThat(LapRun.of("inspect", network("end_auxiliary")).done().out()).contains("remark: " + remark)
                .contains("not used    [5]  aux_logits").contains("stated      nothing about the inputs");
        assertThat(LapRun.of("inspect", network("end_two_unnamed")).done().out()).doesNotContain("stated")
                .doesNotContain("refuses"); // the remark says why
        LapRun.of("analyze", "--model", network("end_two_unnamed"), "--data", six, "--quiet", "--out",
                folder.resolve("no"))
                .refused(2, "has the outputs first [free, 4], second [free, 4], of which 'first' and 'second' may hold"
                        + " the class scores; --output NAME selects one");
    }

    private static float[] gaussians(int size) {
        Random random = new Random(5);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static int[] cycle(int n, int classes) {
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            labels[i] = i % classes;
        }
        return labels;
    }

    @Test
    void brightnessBetween0And1IsScaledToBytes() throws IOException {
        Path golden = network("bytes").resolveSibling("bytes.npz");
        NpyArray input = Npz.read(golden, "input");
        float[] shares = input.floats().clone();
        for (int i = 0; i < shares.length; i++) {
            shares[i] /= 255;
        }
        Path data = arrays("shares.npz", shares, new int[] {3, 3, 6, 6}, answers(Npz.read(golden, "probabilities")));
        JsonNode json =
                LapRun.of("analyze", "--model", network("bytes"), "--data", data, "--out", folder.resolve("out"),
                        "--metrics", "accuracy,cost,robustness", "--json").done().json();
        assertThat(json.get("accuracy").get("value").asDouble()).isEqualTo(1);
        double cost = squares(golden, "start", "output_0", "output_1");
        assertThat(json.get("transport_cost").asDouble()).isCloseTo(cost, within(1e-4 * cost));
        assertThat(json.get("noise_accuracy_gaussian").asDouble()).isBetween(0.0, 1.0);
        assertMissing(json, "robust_accuracy_linf", "whole numbers");
        LapRun.of("analyze", "--model", network("bytes"), "--data",
                arrays("bytes.npz", input.floats(), new int[] {3, 3, 6, 6}, new int[3]), "--quiet",
                "--out", folder.resolve("no"))
                .refused(2, "the network takes whole numbers from 0 to 255");
    }

    /** Everything but perturbed inputs is measured of tokens, which are whole numbers. */
    @Test
    void tokensAreMeasuredAndNotPerturbed() throws IOException {
        Random random = new Random(4);
        int[] tokens = random.ints(POINTS * 5, 0, 11).toArray();
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("x_test", NpyArray.of(tokens, POINTS, 5));
        arrays.put("y_test", NpyArray.of(random.ints(POINTS, 0, 3).toArray(), POINTS));
        Path data = folder.resolve("tokens.npz");
        Npz.write(data, arrays);
        JsonNode json =
                LapRun.of("analyze", "--model", network("tokens"), "--data", data, "--out", folder.resolve("out"),
                        "--json").done().json();
        for (String key : new String[] {"robust_accuracy", "robust_accuracy_linf", "noise_accuracy_uniform"}) {
            assertMissing(json, key, "the inputs are categories");
        }
        for (String key : new String[] {"accuracy", "transport_cost", "w2_squared", "lipschitz_jacobian"}) {
            assertThat(json.get(key).isNull()).as(key).isFalse();
        }
        tokens[7] = 11;
        Npz.write(data, arrays);
        LapRun.of("analyze", "--model", network("tokens"), "--data", data, "--quiet", "--out",
                folder.resolve("no"))
                .refused(2, "number 2 of input 1 is 11.0; the network takes whole numbers from 0 to 10");
    }

    @Test
    void derivativesOfAQuantisedNetworkAreMissingForAReason() throws IOException {
        Path data = gaussian("gaussian.npz", true, POINTS, 3, 8, 8);
        JsonNode json = LapRun.of("analyze", "--model", network("quantised"), "--data", data, "--metrics",
                "cost,jacobian,robustness", "--out", folder.resolve("out"), "--json").done().json();
        assertMissing(json, "lipschitz_jacobian", "quantised steps");
        assertMissing(json, "jacobian_asymmetry", "quantised steps");
        assertMissing(json, "certified_radius_estimate", "quantised steps");
        assertThat(json.get("transport_cost").asDouble()).isPositive();
    }

    /** Measures that need no labels work without them: for a sampler, an embedding, and a classifier. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "end_sampler              | 2     |",
            "end_logits               | 3     |",
            "end_features_then_logits | 3     | points",
            "smooth                   | 3 8 8 |"})
    void withoutLabelsEverythingElseIsMeasured(String name, String shape, String ending) throws IOException {
        Path data = gaussian(name + ".npz", false, numbers(POINTS + " " + shape));
        Object[] asked = ending == null ? new Object[] {} : new Object[] {"--ending", ending};
        Object[] command = {"analyze", "--model", network(name), "--data", data, "--no-labels", "--metrics",
                "accuracy,cost,gap,holder,blocks,frontier", "--out", folder.resolve("out"), "--json"};
        JsonNode json = LapRun.of(joined(command, asked)).done().json();
        for (String key : new String[] {"transport_cost", "w2_squared", "ot_gap", "lipschitz_pairs",
                "lipschitz_pairs_blocks"}) {
            assertThat(json.get(key).isNull()).as(key).isFalse();
        }
        boolean classes = !name.equals("end_sampler") && ending == null;
        assertMissing(json, "accuracy", classes ? "no labels" : "has no classes");
        assertMissing(json, "probe_accuracy_depth", "no labels");
        assertMissing(json, "holder_within_exponent", "no labels");
        assertThat(folder.resolve("out/report.pdf")).isRegularFile();
        if (!name.equals("end_sampler")) {
            LapRun.of("analyze", "--model", network(name), "--data", data, "--out", folder.resolve("no"))
                    .refused(2, "but no labels y_test; 'lap analyze --no-labels'");
        }
    }

    @Test
    void labelsOfAnotherOrderAreMapped() throws IOException {
        Path golden = network("end_logits").resolveSibling("end_logits.npz");
        NpyArray input = Npz.read(golden, "input");
        int[] own = answers(Npz.read(golden, "probabilities"));
        int[] others = own.clone();
        for (int i = 0; i < others.length; i++) {
            others[i] = (own[i] + 1) % 4;
        }
        Path data = arrays("others.npz", input.floats(), new int[] {6, 3}, others);
        Object[] command =
                {"analyze", "--model", network("end_logits"), "--data", data, "--metrics", "accuracy", "--json",
                        "--out"};
        assertThat(accuracy(joined(command, folder.resolve("out")))).isZero();
        assertThat(accuracy(joined(command, folder.resolve("mapped"), "--label-map", "3,0,1,2"))).isEqualTo(1);
        LapRun.of(joined(command, folder.resolve("no"), "--label-map", "3,0,1,4"))
                .refused(2, "--label-map: '4' is not a class of the model, which has 4 classes");
        LapRun.of(joined(command, folder.resolve("no"), "--label-map", "3,0,1,2", "--no-labels"))
                .refused(2, "--no-labels and --label-map contradict each other");
    }

    @Test
    void outputsAndEndingsAreChosen() {
        LapRun.of("inspect", network("end_features_then_logits"), "--output", "no")
                .refused(2, "--output: the network has no output 'no'; it has features [free, 4], logits [free, 5]");
        LapRun.of("inspect", network("end_logits"), "--ending", "no")
                .refused(2, "--ending: 'no' is not one of logits, probabilities, log-probabilities, points");
        JsonNode json = LapRun.of("inspect", network("end_features_then_logits"), "--output", "logits", "--json").done()
                .json();
        assertThat(json.get("output_shape").get(0).asInt()).isEqualTo(5);
        assertThat(json.get("outputs").toString()).isEqualTo(
                "[{\"name\":\"features\",\"shape\":[-1,4]},{\"name\":\"logits\",\"shape\":[-1,5]}]");
        assertThat(LapRun.of("inspect", network("free_size"), "--input-shape", "8,8").done().out())
                .contains("input       [8, 8, 3]");
    }

    /** A network may be cut and yet be no flow, for example because its ending must be chosen. */
    @Test
    void inspectSaysWhyANetworkIsNoFlow() {
        String reason = "--ending probabilities, --ending logits or --ending points";
        LapRun run = LapRun.of("inspect", network("end_between_0_and_1"), "--json").done();
        assertThat(run.json().get("refused").asText()).contains(reason).doesNotContain(".onnx");
        assertThat(LapRun.of("inspect", network("end_between_0_and_1")).done().out().lines())
                .filteredOn(line -> line.startsWith("analyze refuses it: ")).singleElement().asString()
                .contains(reason);
        assertThat(LapRun.of("inspect", network("end_logits"), "--json").done().json().has("refused")).isFalse();
    }

    /** Volumes and films: arrays of five axes, in both orders. */
    @Test
    void arraysOfFiveAxesAreVolumes() throws IOException {
        Path golden = network("volumes").resolveSibling("volumes.npz");
        float[] first = Npz.read(golden, "input").floats();
        float[] last = new float[first.length];
        for (int i = 0; i < first.length; i++) {
            last[i / 96 * 96 + i % 32 * 3 + i % 96 / 32] = first[i];
        }
        int[] labels = answers(Npz.read(golden, "probabilities"));
        double cost = squares(golden, "start", "output_0");
        assertCost(analyzed("volumes", arrays("first.npz", first, new int[] {2, 3, 2, 4, 4}, labels)), cost, "");
        assertCost(analyzed("volumes", arrays("last.npz", last, new int[] {2, 2, 4, 4, 3}, labels)), cost, "");
    }

    /** Names of the operations of PyTorch's exports have slashes; others have commas. */
    @Test
    void aCommaInANameIsWrittenWithABackslash() {
        LapRun.of("inspect", network("end_logits"), "--blocks", "a\\,b")
                .refused(2, "--blocks: no block can end at 'a,b': there is no such operation or tensor");
        Path commas = network("end_logits").resolveSibling("../names_with_commas.onnx").normalize();
        for (String blocks : List.of("block\\,0,block\\,2", "block\\,0..block\\,1,block\\,2")) {
            JsonNode cut = LapRun.of("inspect", commas, "--blocks", blocks, "--json").done().json();
            assertThat(cut.at("/segments/0/blocks").findValuesAsText("name")).last().isEqualTo("block,2");
            assertThat(cut.get("blocks").asInt()).isEqualTo(2);
        }
    }

    private static double accuracy(Object[] command) {
        return LapRun.of(command).done().json().get("accuracy").get("value").asDouble();
    }

    private static void assertMissing(JsonNode json, String key, String reason) {
        assertThat(json.get(key).isNull()).as("%s: %s", key, json.get(key)).isTrue();
        assertThat(json.get(key + "_reason").asText()).as(key).contains(reason);
    }

    private Path gaussian(String name, boolean labelled, int... shape) throws IOException {
        int size = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        return arrays(name, gaussians(size), shape, labelled ? cycle(shape[0], 3) : null);
    }

    private Path arrays(String name, float[] values, int[] shape, int[] labels) throws IOException {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("x_test", NpyArray.of(values, shape));
        if (labels != null) {
            arrays.put("y_test", NpyArray.of(labels, labels.length));
        }
        Npz.write(folder.resolve(name), arrays);
        return folder.resolve(name);
    }

    private static int[] answers(NpyArray probabilities) {
        int classes = probabilities.shape().get(1);
        double[] values = probabilities.doubles();
        int[] answers = new int[values.length / classes];
        for (int i = 0; i < answers.length; i++) {
            for (int c = 1; c < classes; c++) {
                answers[i] = values[i * classes + c] > values[i * classes + answers[i]] ? c : answers[i];
            }
        }
        return answers;
    }

    private static int[] numbers(String text) {
        return Arrays.stream(text.strip().split(" +")).mapToInt(Integer::parseInt).toArray();
    }

    private static Object[] joined(Object[] first, Object... second) {
        Object[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
