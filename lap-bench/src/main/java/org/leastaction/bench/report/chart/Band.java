package org.leastaction.bench.report.chart;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.leastaction.metrics.Estimate;
import org.leastaction.metrics.statistics.StudentT;

/**
 * The mean of several networks' values at one position of a chart: the arithmetic mean on a linear scale, the geometric
 * mean on a logarithmic one, each with Student's 95 % interval on that scale.
 *
 * @param value the mean, transformed to the scale
 * @param low   lower end, transformed to the scale and not below the scale's lower end; the value itself if there is
 *              one network
 * @param high  upper end, transformed to the scale and not above the scale's upper end
 */
public record Band(double value, double low, double high) {

    /** @return null if no value is in the domain of the scale */
    public static @Nullable Band of(double[] values, Scale scale) {
        double[] placed = Arrays.stream(values).map(scale::place).filter(Double::isFinite).toArray();
        if (placed.length == 0) {
            return null;
        }
        Estimate mean = StudentT.mean(placed);
        if (!Double.isFinite(mean.width())) {
            return new Band(mean.value(), mean.value(), mean.value());
        }
        return new Band(mean.value(), Math.max(scale.low(), mean.low()), Math.min(scale.high(), mean.high()));
    }
}
