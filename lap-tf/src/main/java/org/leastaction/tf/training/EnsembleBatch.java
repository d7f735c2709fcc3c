package org.leastaction.tf.training;

import java.util.List;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;

/** Gathers the batches of several instances, each from its own points, into one array [instances, batch, d]. */
final class EnsembleBatch {

    private final List<LabelledPoints> sets;
    private final int dimension;
    private float[] points = {};
    private int[] labels = {};

    EnsembleBatch(List<LabelledPoints> sets) {
        this.sets = sets;
        this.dimension = sets.get(0).points().dimension();
    }

    /**
     * Gathers rows {@code order[i][from]} to {@code order[i][to − 1]} of each instance i's points.
     *
     * @param order one permutation an instance
     */
    void gather(int[][] order, int from, int to) {
        int batch = to - from;
        reserve(batch * sets.size());
        for (int i = 0; i < sets.size(); i++) {
            FloatPoints source = sets.get(i).points();
            int[] sourceLabels = sets.get(i).labels();
            for (int b = 0; b < batch; b++) {
                int row = order[i][from + b];
                int target = i * batch + b;
                System.arraycopy(
                        source.array(), source.offset() + row * dimension, points, target * dimension, dimension);
                labels[target] = sourceLabels[row];
            }
        }
    }

    /** The gathered points; longer than the last batch if an earlier one was larger. */
    float[] points() {
        return points;
    }

    /** The gathered labels; longer than the last batch if an earlier one was larger. */
    int[] labels() {
        return labels;
    }

    private void reserve(int rows) {
        if (labels.length < rows) {
            points = new float[Math.multiplyExact(rows, dimension)];
            labels = new int[rows];
        }
    }
}
