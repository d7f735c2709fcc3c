package org.leastaction.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.io.NpyArray;
import org.leastaction.points.io.Npz;

/**
 * A network that PyTorch exported, and what PyTorch saw in it; {@code golden/generate.py} makes both.
 *
 * @param arrays [n, …] each
 */
record Golden(Path model, Map<String, NpyArray> arrays) {

    static Golden of(String name) throws IOException {
        return new Golden(file(name + ".onnx"), Npz.read(file(name + ".npz")));
    }

    static Path file(String name) {
        try {
            return Path.of(Golden.class.getResource("/golden/" + name).toURI());
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
        if (shape.size() != 4) {
            return points("input");
        }
        float[] from = arrays.get("input").floats();
        float[] to = new float[from.length];
        int pixels = shape.get(2) * shape.get(3);
        for (int i = 0; i < shape.get(0); i++) {
            for (int c = 0; c < shape.get(1); c++) {
                for (int p = 0; p < pixels; p++) {
                    to[(i * pixels + p) * shape.get(1) + c] = from[(i * shape.get(1) + c) * pixels + p];
                }
            }
        }
        return FloatPoints.wrap(to, shape.get(0), shape.get(1) * pixels);
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
        assertThat(error / scale).as("error of %s", what).isLessThanOrEqualTo(1e-5);
    }
}
