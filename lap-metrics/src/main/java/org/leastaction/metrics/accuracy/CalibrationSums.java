package org.leastaction.metrics.accuracy;

import java.util.ArrayList;
import java.util.List;
import org.leastaction.metrics.statistics.Wilson;

/** Confidence, bin and correctness of every sample, so that resampling need not read the probabilities again. */
final class CalibrationSums {

    private final int bins;
    private final int[] bin;
    private final double[] confidence;
    private final double[] right;

    private CalibrationSums(int bins, int size) {
        this.bins = bins;
        this.bin = new int[size];
        this.confidence = new double[size];
        this.right = new double[size];
    }

    static CalibrationSums of(Predictions predictions, int bins) {
        if (bins < 1) {
            throw new IllegalArgumentException("calibration needs at least one bin, not " + bins);
        }
        CalibrationSums sums = new CalibrationSums(bins, predictions.size());
        for (int i = 0; i < predictions.size(); i++) {
            sums.confidence[i] = predictions.confidence(i);
            sums.bin[i] = Math.max(0, (int) Math.ceil(sums.confidence[i] * bins) - 1);
            sums.right[i] = predictions.isRight(i) ? 1 : 0;
        }
        return sums;
    }

    double expectedError(int[] rows) {
        double[] excess = new double[bins];
        for (int row : rows) {
            excess[bin[row]] += right[row] - confidence[row];
        }
        double sum = 0;
        for (double difference : excess) {
            sum += Math.abs(difference);
        }
        return sum / rows.length;
    }

    List<Calibration.Bin> bins() {
        int[] samples = new int[bins];
        int[] rights = new int[bins];
        double[] confidences = new double[bins];
        for (int i = 0; i < bin.length; i++) {
            samples[bin[i]]++;
            rights[bin[i]] += (int) right[i];
            confidences[bin[i]] += confidence[i];
        }
        List<Calibration.Bin> filled = new ArrayList<>();
        for (int b = 0; b < bins; b++) {
            if (samples[b] > 0) {
                filled.add(new Calibration.Bin((double) b / bins, (b + 1.0) / bins, samples[b],
                        confidences[b] / samples[b], Wilson.interval(rights[b], samples[b])));
            }
        }
        return filled;
    }
}
