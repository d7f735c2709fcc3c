package org.leastaction.metrics.accuracy;

import java.util.ArrayList;
import java.util.List;
import org.leastaction.metrics.Estimate;
import org.leastaction.metrics.statistics.Bootstrap;

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
    public record Bin(double low, double high, int samples, double confidence, Estimate accuracy) {
    }

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
        return bootstrap.of(predictions.size(), CalibrationSums.of(predictions, bins)::expectedError);
    }
}
