package org.leastaction.metrics.robustness;

import java.util.Arrays;
import org.leastaction.points.FloatPoints;

/** Loss gradients in batches. */
final class Gradients {

    private Gradients() {
    }

    static FloatPoints of(LossGradient loss, FloatPoints inputs, int[] labels, int batch) {
        int d = inputs.dimension();
        float[] all = new float[labels.length * d];
        for (int from = 0; from < labels.length; from += batch) {
            int to = Math.min(labels.length, from + batch);
            FloatPoints some = loss.gradient(inputs.rows(from, to), Arrays.copyOfRange(labels, from, to));
            System.arraycopy(some.array(), some.offset(), all, from * d, (to - from) * d);
        }
        return FloatPoints.wrap(all, labels.length, d);
    }

    static float[] row(FloatPoints points, int row) {
        int start = points.offset() + row * points.dimension();
        return Arrays.copyOfRange(points.array(), start, start + points.dimension());
    }
}
