package org.leastaction.bench.compare;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import org.leastaction.flow.BatchObserver;
import org.leastaction.flow.BlockStep;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.FlowShape;
import org.leastaction.flow.Segment;
import org.leastaction.metrics.accuracy.Predictions;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.ot.kernel.Differences;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;

/**
 * The measurements of every sample in one network.
 *
 * @param shape        sizes of the network
 * @param blocks       ‖v_k(x_k)‖², [K][n]
 * @param displacement ‖T(x) − x‖² summed over segments, [n]
 * @param predicted    the most probable class, [n]; empty without a classifier
 * @param predictions  the log-probabilities with the labels; empty without a classifier or labels, or if some are NaN
 */
record SampleMeasures(
        FlowShape shape, double[][] blocks, double[] displacement, int[] predicted, Optional<Predictions> predictions) {

    /**
     * Runs the samples through a network once. O(n·d·K) besides the evaluation of the network; the states of one batch
     * are in memory.
     */
    static SampleMeasures of(FlowModel model, LabelledPoints points, int batch) {
        int n = points.size();
        double[][] blocks = new double[model.shape().blocks()][n];
        Displacement displacement = new Displacement(model.shape(), n);
        Optional<FloatPoints> answers = model.pass(points.points(), batch, (firstRow, step) -> {
            FloatPoints residue = step.residue();
            for (int i = 0; i < residue.size(); i++) {
                blocks[step.block()][firstRow + i] = GroundCost.squaredEuclidean().of(residue, i);
            }
            displacement.observe(firstRow, step);
        }).filter(SampleMeasures::isNumbers);
        return new SampleMeasures(model.shape(), blocks, displacement.moved,
                answers.map(SampleMeasures::predicted).orElse(new int[0]),
                answers.filter(known -> points.isLabelled()).map(known -> Predictions.of(known, points.labels())));
    }

    private static boolean isNumbers(FloatPoints answers) {
        for (float value : answers.toArray()) {
            if (Float.isNaN(value)) {
                return false;
            }
        }
        return true;
    }

    private static int[] predicted(FloatPoints answers) {
        int[] predicted = new int[answers.size()];
        for (int i = 0; i < predicted.length; i++) {
            for (int c = 1; c < answers.dimension(); c++) {
                predicted[i] = answers.get(i, c) > answers.get(i, predicted[i]) ? c : predicted[i];
            }
        }
        return predicted;
    }

    int size() {
        return displacement.length;
    }

    /** Σ_k ‖v_k‖² of every sample. */
    double[] cost() {
        return weighted(block -> 1);
    }

    /** Σ_k ‖v_k‖²/d_k of every sample. */
    double[] elementwise() {
        return weighted(block -> 1.0 / shape.leavingDimension(block));
    }

    /** Σ_s K_s Σ_k ‖v_k‖² of every sample. */
    double[] action() {
        double[] length = new double[shape.blocks()];
        for (int s = 0, block = 0; s < shape.segments().size(); s++) {
            int ofSegment = shape.segments().get(s).blocks();
            for (int k = 0; k < ofSegment; k++) {
                length[block++] = ofSegment;
            }
        }
        return weighted(block -> length[block]);
    }

    /** The weighted sum of the costs of the blocks, for every sample. */
    double[] weighted(IntToDoubleFunction weight) {
        double[] sums = new double[size()];
        for (int block = 0; block < blocks.length; block++) {
            double factor = weight.applyAsDouble(block);
            for (int i = 0; i < sums.length; i++) {
                sums[i] += factor * blocks[block][i];
            }
        }
        return sums;
    }

    /** Sums ‖T(x) − x‖² over segments; the batches of a pass come one after the other, with their blocks in order. */
    private static final class Displacement implements BatchObserver {

        private final double[] moved;
        private final Set<Integer> first = new HashSet<>();
        private final Set<Integer> last = new HashSet<>();
        private FloatPoints start = FloatPoints.wrap(new float[0], 0, 1);

        Displacement(FlowShape shape, int samples) {
            this.moved = new double[samples];
            int block = 0;
            for (Segment segment : shape.segments()) {
                first.add(block);
                block += segment.blocks();
                last.add(block - 1);
            }
        }

        @Override
        public void observe(int firstRow, BlockStep step) {
            if (first.contains(step.block())) {
                start = FloatPoints.wrap(step.shortcut().toArray(), step.size(), step.dimension());
            }
            if (last.contains(step.block())) {
                FloatPoints end = step.output();
                for (int i = 0; i < end.size(); i++) {
                    moved[firstRow + i] += Differences.squared(
                            start.rows(i, i + 1).toDouble(), 0, end.rows(i, i + 1).toDouble(), 0);
                }
            }
        }
    }
}
