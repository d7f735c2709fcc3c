package org.leastaction.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.leastaction.flow.BlockStep;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.inspection.ReadingOptions.BlockChoice;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.io.NpyArray;
import org.leastaction.points.io.Npz;

/**
 * A network that PyTorch exported, with its states in PyTorch; {@code golden/generate.py} writes both.
 *
 * @param arrays [n, …] each
 */
record GoldenNetworks(Path model, Map<String, NpyArray> arrays) {

    private static final double CLOSE = 1e-5;

    static GoldenNetworks of(String name) throws IOException {
        return new GoldenNetworks(file(name + ".onnx"), Npz.read(file(name + ".npz")));
    }

    static Path file(String name) {
        try {
            return Path.of(GoldenNetworks.class.getResource("/golden/" + name).toURI());
        } catch (URISyntaxException impossible) {
            throw new AssertionError(impossible);
        }
    }

    int blocks() {
        return (int) arrays.get("blocks").floats()[0];
    }

    /** Points in the network's own order of axes, [n, d]. */
    FloatPoints points(String name) {
        NpyArray array = arrays.get(name);
        int n = array.shape().get(0);
        return FloatPoints.wrap(array.floats(), n, array.floats().length / n);
    }

    /** The inputs as data sets have them: channels last. */
    FloatPoints inputs() {
        List<Integer> shape = arrays.get("input").shape();
        if (shape.size() < 4) {
            return points("input");
        }
        float[] from = arrays.get("input").floats();
        float[] to = new float[from.length];
        int pixels = shape.stream().skip(2).reduce(1, Math::multiplyExact);
        for (int i = 0; i < shape.get(0); i++) {
            for (int c = 0; c < shape.get(1); c++) {
                for (int p = 0; p < pixels; p++) {
                    to[(i * pixels + p) * shape.get(1) + c] = from[(i * shape.get(1) + c) * pixels + p];
                }
            }
        }
        return FloatPoints.wrap(to, shape.get(0), shape.get(1) * pixels);
    }

    /**
     * Opens the network and compares its states, part by part and in one pass, with those of the framework. A residue
     * is output − shortcut.
     */
    void assertStates(String name, BlockChoice choice) throws IOException {
        assertStates(name, choice, CLOSE);
    }

    /** As above, to a tolerance relative to the largest number. */
    void assertStates(String name, BlockChoice choice, double tolerance) throws IOException {
        try (FlowModel flow = new OnnxInspector().open(model, choice, new Execution(2, "cpu"))) {
            List<Integer> seen = new ArrayList<>();
            FloatPoints encoded = flow.encode(inputs());
            assertClose(name + ": encoded", encoded, points("start"), tolerance);
            FloatPoints end = flow.transport(encoded, step -> {
                seen.add(step.block());
                assertStep(name, step, points("shortcut_" + step.block()), points("output_" + step.block()), tolerance);
            });
            assertThat(seen).as("blocks of %s", name).hasSize(blocks());
            assertClose(name + ": transported", end, points("output_" + (blocks() - 1)), tolerance);
            Optional<FloatPoints> answers =
                    flow.pass(inputs(), 2, (row, step) -> assertStep(name + " from point " + row,
                            step, rows("shortcut_", row, step), rows("output_", row, step), tolerance));
            answers.ifPresent(known -> assertClose(name + ": answers", known, logSoftmax(points("logits")), tolerance));
        }
    }

    private FloatPoints rows(String what, int row, BlockStep step) {
        return points(what + step.block()).rows(row, row + step.output().size());
    }

    private static void assertStep(String name, BlockStep step, FloatPoints shortcut, FloatPoints output,
            double tolerance) {
        assertClose(name + ": shortcut of block " + step.block(), step.shortcut(), shortcut, tolerance);
        assertClose(name + ": output of block " + step.block(), step.output(), output, tolerance);
        float[] residue = output.toArray();
        for (int i = 0; i < residue.length; i++) {
            residue[i] -= shortcut.toArray()[i];
        }
        assertClose(name + ": residue of block " + step.block(), step.residue(),
                FloatPoints.wrap(residue, output.size(), output.dimension()), 2 * tolerance);
    }

    static FloatPoints logSoftmax(FloatPoints logits) {
        float[] result = logits.toArray();
        int d = logits.dimension();
        for (int i = 0; i < logits.size(); i++) {
            double sum = 0;
            for (int c = 0; c < d; c++) {
                sum += Math.exp(result[i * d + c]);
            }
            for (int c = 0; c < d; c++) {
                result[i * d + c] -= (float) Math.log(sum);
            }
        }
        return FloatPoints.wrap(result, logits.size(), d);
    }

    /** |actual − expected| ≤ 1e-5 · max(1, max |expected|). */
    static void assertClose(String what, FloatPoints actual, FloatPoints expected) {
        assertClose(what, actual, expected, CLOSE);
    }

    /** |actual − expected| ≤ tolerance · max(1, max |expected|). */
    static void assertClose(String what, FloatPoints actual, FloatPoints expected, double tolerance) {
        assertThat(new int[] {actual.size(), actual.dimension()}).as("shape of %s", what)
                .containsExactly(expected.size(), expected.dimension());
        float[] a = actual.toArray();
        float[] b = expected.toArray();
        double scale = 1;
        double error = 0;
        for (int i = 0; i < a.length; i++) {
            scale = Math.max(scale, Math.abs(b[i]));
            error = Math.max(error, Float.isNaN(a[i]) ? Double.POSITIVE_INFINITY : Math.abs(a[i] - b[i]));
        }
        assertThat(error / scale).as("error of %s", what).isLessThanOrEqualTo(tolerance);
    }
}
