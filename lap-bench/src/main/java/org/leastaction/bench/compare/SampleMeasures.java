package org.leastaction.bench.compare;

import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.FlowShape;
import org.leastaction.metrics.accuracy.Predictions;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.ot.kernel.Differences;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;
import org.leastaction.transport.FlowMeasurement;
import org.leastaction.transport.MeasuredFlow;
import org.leastaction.transport.SegmentFlow;

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

    /** Runs the samples through a network once. O(n·d·K) besides the evaluation of the network. */
    static SampleMeasures of(FlowModel model, LabelledPoints points, FlowMeasurement measurement) {
        int n = points.size();
        double[][] blocks = new double[model.shape().blocks()][n];
        MeasuredFlow flow = measurement.measure(model, points.points(), (firstRow, step) -> {
            for (int i = 0; i < step.size(); i++) {
                blocks[step.block()][firstRow + i] = GroundCost.squaredEuclidean().of(step.residue(), i);
            }
        });
        double[] displacement = new double[n];
        for (SegmentFlow segment : flow.segments()) {
            for (int i = 0; i < n; i++) {
                displacement[i] += Differences.squared(
                        segment.start().rows(i, i + 1).toDouble(), 0, segment.end().rows(i, i + 1).toDouble(), 0);
            }
        }
        Optional<FloatPoints> answers = flow.logProbabilities().filter(SampleMeasures::isNumbers);
        return new SampleMeasures(model.shape(), blocks, displacement,
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
}
