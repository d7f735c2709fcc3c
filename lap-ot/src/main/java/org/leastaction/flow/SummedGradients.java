package org.leastaction.flow;

import java.util.Arrays;
import org.leastaction.points.FloatPoints;

/** Gradients of weighted sums of log-probabilities, from gradients of the cross entropy. */
final class SummedGradients {

    private SummedGradients() {}

    /** As {@link LossGradients#scoreGradients}: the j-th round takes the j-th weight of every row that is not 0. */
    static FloatPoints of(LossGradients loss, FloatPoints inputs, FloatPoints weights) {
        if (weights.size() != inputs.size()) {
            throw new IllegalArgumentException(weights.size() + " rows of weights for " + inputs.size() + " inputs");
        }
        int d = inputs.dimension();
        float[] sums = new float[Math.multiplyExact(inputs.size(), d)];
        int[] next = new int[inputs.size()];
        int[] rows = new int[inputs.size()];
        int[] labels = new int[inputs.size()];
        while (true) {
            int count = 0;
            for (int i = 0; i < next.length; i++) {
                while (next[i] < weights.dimension() && weights.get(i, next[i]) == 0) {
                    next[i]++;
                }
                if (next[i] < weights.dimension()) {
                    rows[count] = i;
                    labels[count++] = next[i]++;
                }
            }
            if (count == 0) {
                return FloatPoints.wrap(sums, inputs.size(), d);
            }
            int[] some = Arrays.copyOf(rows, count);
            FloatPoints gradients = loss.lossGradients(inputs.select(some), Arrays.copyOf(labels, count));
            for (int r = 0; r < count; r++) {
                double weight = -weights.get(some[r], labels[r]);
                for (int j = 0; j < d; j++) {
                    sums[some[r] * d + j] += (float) (weight * gradients.get(r, j));
                }
            }
        }
    }
}
