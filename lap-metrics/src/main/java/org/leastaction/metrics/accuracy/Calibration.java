package org.leastaction.metrics.accuracy;

import java.util.ArrayList;
import java.util.List;
import org.leastaction.metrics.Estimate;
import org.leastaction.metrics.statistics.Bootstrap;
import org.leastaction.metrics.statistics.Statistic;
import org.leastaction.metrics.statistics.Wilson;

/**
 * The difference between confidence and accuracy: the data of a reliability diagram (Guo et al. 2017).
 *
 * @param bins the non-empty bins of equal width over (0, 1], in ascending confidence
 */
public record Calibration(List<Bin> bins) {

    /** The usual number of bins. */
    public static final int USUAL_BINS = 15;

    /**
     * Samples of similar confidence.
     *
     * @param low        lower end of the bin, exclusive
     * @param high       upper end, inclusive
     * @param samples    number of samples, at least 1
     * @param confidence their mean confidence
     * @param accuracy   share of them that is classified correctly, with Wilson's interval
     */
    public record Bin(double low, double high, int samples, double confidence, Estimate accuracy) {}

    public Calibration {
        bins = List.copyOf(bins);
    }

    /**
     * Sorts samples into bins of confidence. O(n · classes).
     *
     * @param bins at least 1
     * @throws IllegalArgumentException for fewer
     */
    public static Calibration of(Predictions predictions, int bins) {
        CalibrationSums sums = CalibrationSums.of(predictions, bins);
        return new Calibration(new ArrayList<>(sums.bins()));
    }

    /** The expected calibration error Σ (n_b / n) |accuracy_b − confidence_b|, in [0, 1]. */
    public double expectedError() {
        int n = bins.stream().mapToInt(Bin::samples).sum();
        return bins.stream()
                .mapToDouble(bin -> bin.samples() * Math.abs(bin.accuracy().value() - bin.confidence()) / n)
                .sum();
    }

    /**
     * The expected calibration error with a bootstrap interval over samples. The plain estimate is biased upwards for
     * small n, which BC<sub>a</sub> corrects in part. O(resamples · n).
     *
     * @param bins at least 1, {@link #USUAL_BINS} by habit
     * @throws IllegalArgumentException for fewer
     */
    public static Estimate expectedError(Predictions predictions, int bins, Bootstrap bootstrap) {
        return bootstrap.of(predictions.size(), expectedError(predictions, bins));
    }

    /** The expected calibration error of chosen samples, to be resampled. */
    public static Statistic expectedError(Predictions predictions, int bins) {
        return CalibrationSums.of(predictions, bins)::expectedError;
    }

    /** Confidence, bin and correctness of every sample, so that resampling need not read the probabilities again. */
    private static final class CalibrationSums {

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
}
