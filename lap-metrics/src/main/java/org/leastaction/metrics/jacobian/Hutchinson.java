package org.leastaction.metrics.jacobian;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.leastaction.metrics.Estimate;
import org.leastaction.metrics.statistics.Quantiles;
import org.leastaction.points.DoublePoints;

/**
 * The asymmetry ‖J − Jᵀ‖_F / 2‖J‖_F from products: for random signs z, the mean of ‖Az‖² is ‖A‖_F² (Hutchinson
 * 1990).
 *
 * <p>The interval covers the random choice of probes: a 95 % bootstrap interval over probes, widened for small numbers
 * of probes by Student's quantile over the normal one. Two products per probe and point.
 */
final class Hutchinson {

    private static final int RESAMPLES = 400;

    private Hutchinson() {
    }

    /** One result per point, each in [0, 1]; 0 for J = 0. */
    static List<Estimate> asymmetry(JacobianField field, JacobianOptions options) {
        SplittableRandom random = new SplittableRandom(options.seed());
        double[][] skew = new double[field.size()][options.probes()];
        double[][] whole = new double[field.size()][options.probes()];
        for (int p = 0; p < options.probes(); p++) {
            DoublePoints z = Rows.randomSigns(field.size(), field.inputDimension(), random);
            DoublePoints forward = field.apply(z);
            DoublePoints backward = field.applyTransposed(z);
            DoublePoints difference = Rows.combined(1, forward, -1, backward);
            double[] differences = Rows.products(difference, difference);
            double[] forwards = Rows.products(forward, forward);
            double[] backwards = Rows.products(backward, backward);
            for (int i = 0; i < differences.length; i++) {
                skew[i][p] = differences[i];
                whole[i][p] = (forwards[i] + backwards[i]) / 2;
            }
        }
        return IntStream.range(0, field.size())
                .mapToObj(i -> estimate(skew[i], whole[i], field.precision(), random))
                .toList();
    }

    private static Estimate estimate(double[] skew, double[] whole, double precision, SplittableRandom random) {
        int n = skew.length;
        double value = ratio(Arrays.stream(skew).sum(), Arrays.stream(whole).sum());
        double[] draws = new double[RESAMPLES];
        for (int b = 0; b < RESAMPLES; b++) {
            double skews = 0;
            double wholes = 0;
            for (int p = 0; p < n; p++) {
                int drawn = random.nextInt(n);
                skews += skew[drawn];
                wholes += whole[drawn];
            }
            draws[b] = ratio(skews, wholes);
        }
        Arrays.sort(draws);
        double tail = (1 - Estimate.LEVEL) / 2;
        double stretch = 1 + 3.0 / n;
        double low = value - stretch * Math.max(0, value - Quantiles.ofSorted(draws, tail)) - precision;
        double high = value + stretch * Math.max(0, Quantiles.ofSorted(draws, 1 - tail) - value) + precision;
        return new Estimate(value, Math.max(0, low), Math.min(1, high));
    }

    private static double ratio(double skew, double whole) {
        return whole == 0 ? 0 : Math.min(1, Math.sqrt(skew / whole) / 2);
    }
}
