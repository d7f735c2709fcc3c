package org.leastaction.tf.training;

import java.util.List;
import org.leastaction.flow.training.Augmentation;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;

/** A reusable batch of several instances, each with its own points, in one array [instances, batch, d]. */
final class EnsembleBatch {

    private final List<LabelledPoints> sets;
    private final int dimension;
    private float[] points = {};
    private int[] labels = {};
    private int size;

    EnsembleBatch(List<LabelledPoints> sets) {
        this.sets = sets;
        this.dimension = sets.get(0).points().dimension();
    }

    /**
     * Gathers rows {@code order[i][from]} to {@code order[i][to − 1]} of each instance i's points, without
     * augmentation.
     *
     * @param order one permutation per instance
     */
    void gather(int[][] order, int from, int to) {
        gather(order, from, to, Augmentation.none(), new long[sets.size()], 1);
    }

    /**
     * Gathers rows {@code order[i][from]} to {@code order[i][to − 1]} of each instance i's points, with augmentation.
     *
     * @param order one permutation per instance
     * @param seeds one seed per instance
     * @param epoch number of the epoch, from 1
     */
    void gather(int[][] order, int from, int to, Augmentation augmentation, long[] seeds, int epoch) {
        size = to - from;
        reserve(size * sets.size());
        for (int i = 0; i < sets.size(); i++) {
            FloatPoints source = sets.get(i).points();
            List<Integer> shape = sets.get(i).shape();
            int[] sourceLabels = sets.get(i).labels();
            boolean labelled = sets.get(i).isLabelled();
            for (int b = 0; b < size; b++) {
                int row = order[i][from + b];
                int target = i * size + b;
                augmentation.vary(
                        shape,
                        source.array(),
                        source.offset() + row * dimension,
                        points,
                        target * dimension,
                        seeds[i],
                        epoch,
                        row);
                labels[target] = labelled ? sourceLabels[row] : 0;
            }
        }
    }

    /** Number of points of each instance. */
    int size() {
        return size;
    }

    /** The gathered points; longer than the last batch if an earlier one was larger. */
    float[] points() {
        return points;
    }

    /** The gathered labels, 0 for points without; longer than the last batch if an earlier one was larger. */
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
