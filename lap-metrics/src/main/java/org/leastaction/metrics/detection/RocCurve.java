package org.leastaction.metrics.detection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.analysis.solvers.BisectionSolver;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.leastaction.metrics.Estimate;
import org.leastaction.metrics.statistics.Bootstrap;

/**
 * The receiver operating characteristic of scores, which should be greater for abnormal inputs. Immutable.
 */
public final class RocCurve {

    private static final double Z =
            NormalDistribution.of(0, 1).inverseCumulativeProbability((1 + Estimate.LEVEL) / 2);

    private final double[] clean;
    private final double[] abnormal;
    /**
     * For each clean input the share of abnormal ones above it, for each abnormal one the share of clean ones below it;
     * ties count half.
     */
    private final double[] ofClean;
    private final double[] ofAbnormal;

    /** A point of the curve. */
    public record Point(double falsePositives, double truePositives) {}

    private RocCurve(double[] clean, double[] abnormal) {
        this.clean = clean;
        this.abnormal = abnormal;
        this.ofClean = shares(clean, abnormal, -1);
        this.ofAbnormal = shares(abnormal, clean, 1);
    }

    /**
     * The curve of some scores. O(n log n).
     *
     * @param clean    scores of clean inputs, at least one
     * @param abnormal scores of abnormal inputs, at least one
     * @throws IllegalArgumentException if there is none of a kind, or a score is NaN
     */
    public static RocCurve of(double[] clean, double[] abnormal) {
        if (clean.length == 0 || abnormal.length == 0) {
            throw new IllegalArgumentException("a ROC curve needs scores of both kinds, there are " + clean.length
                    + " clean and " + abnormal.length + " abnormal ones");
        }
        if (Arrays.stream(clean).anyMatch(Double::isNaN) || Arrays.stream(abnormal).anyMatch(Double::isNaN)) {
            throw new IllegalArgumentException("a score is NaN");
        }
        return new RocCurve(clean.clone(), abnormal.clone());
    }

    /** Share of {@code others} below (sign 1) or above (sign −1) each value; ties count half. */
    private static double[] shares(double[] values, double[] others, int sign) {
        double[] sorted = others.clone();
        Arrays.sort(sorted);
        double[] shares = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            int below = bound(sorted, values[i], false);
            int upTo = bound(sorted, values[i], true);
            double share = (below + (upTo - below) / 2.0) / sorted.length;
            shares[i] = sign > 0 ? share : 1 - share;
        }
        return shares;
    }

    /** Number of sorted values below one, or not above it. */
    private static int bound(double[] sorted, double value, boolean inclusive) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < value || (inclusive && sorted[middle] == value)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Number of clean inputs. */
    public int cleanSize() {
        return clean.length;
    }

    /** Number of abnormal inputs. */
    public int abnormalSize() {
        return abnormal.length;
    }

    /**
     * The area under the curve: the probability that an abnormal input has a greater score than a clean one, ties half.
     * The interval is DeLong's on the logit scale; if all pairs have the same order, so that the variance is 0, it is
     * Newcombe's (method 5), which does not need a variance.
     */
    public Estimate area() {
        double area = mean(ofAbnormal);
        double variance = covariance(this, this);
        if (area <= 0 || area >= 1 || variance <= 0) {
            return newcombe(area);
        }
        double logit = Math.log(area / (1 - area));
        double half = Z * Math.sqrt(variance) / (area * (1 - area));
        return new Estimate(area, logistic(logit - half), logistic(logit + half));
    }

    /**
     * The difference of the areas of two scores of the same inputs, this minus the other, with DeLong's interval for
     * correlated curves.
     *
     * @throws IllegalArgumentException if the numbers of inputs differ
     */
    public Estimate areaMinus(RocCurve other) {
        if (other.clean.length != clean.length || other.abnormal.length != abnormal.length) {
            throw new IllegalArgumentException("curves of the same inputs are compared, these are of " + clean.length
                    + " and " + abnormal.length + ", and of " + other.clean.length + " and " + other.abnormal.length);
        }
        double difference = mean(ofAbnormal) - mean(other.ofAbnormal);
        double variance = Math.max(0,
                covariance(this, this) + covariance(other, other) - 2 * covariance(this, other));
        double half = Z * Math.sqrt(variance);
        return new Estimate(difference, Math.max(-1, difference - half), Math.min(1, difference + half));
    }

    /**
     * The share of clean inputs that are classified as abnormal at the greatest threshold that detects a given share of
     * the abnormal ones. Bootstrap of clean and abnormal inputs.
     *
     * @param truePositives the share to detect, in (0, 1]
     */
    public Estimate falsePositives(double truePositives, Bootstrap bootstrap) {
        int n = clean.length;
        return bootstrap.withMethod(Bootstrap.Method.PERCENTILE).of(n + abnormal.length, rows -> {
            double[] drawnClean = Arrays.stream(rows).filter(row -> row < n).mapToDouble(row -> clean[row]).toArray();
            double[] drawn =
                    Arrays.stream(rows).filter(row -> row >= n).mapToDouble(row -> abnormal[row - n]).toArray();
            return drawn.length == 0 || drawnClean.length == 0
                    ? Double.NaN : falsePositives(drawnClean, drawn, truePositives);
        });
    }

    private static double falsePositives(double[] clean, double[] abnormal, double truePositives) {
        double[] sorted = abnormal.clone();
        Arrays.sort(sorted);
        int found = (int) Math.ceil(truePositives * sorted.length - 1e-9);
        double threshold = sorted[sorted.length - Math.max(1, found)];
        double count = 0;
        for (double score : clean) {
            count += score >= threshold ? 1 : 0;
        }
        return count / clean.length;
    }

    /** The corners of the curve from (0, 0) to (1, 1), one for each different score. */
    public List<Point> points() {
        double[] sortedClean = clean.clone();
        double[] sortedAbnormal = abnormal.clone();
        Arrays.sort(sortedClean);
        Arrays.sort(sortedAbnormal);
        List<Point> points = new ArrayList<>();
        points.add(new Point(0, 0));
        int c = sortedClean.length;
        int a = sortedAbnormal.length;
        while (c > 0 || a > 0) {
            double threshold = Math.max(c > 0 ? sortedClean[c - 1] : Double.NEGATIVE_INFINITY,
                    a > 0 ? sortedAbnormal[a - 1] : Double.NEGATIVE_INFINITY);
            while (c > 0 && sortedClean[c - 1] >= threshold) {
                c--;
            }
            while (a > 0 && sortedAbnormal[a - 1] >= threshold) {
                a--;
            }
            points.add(new Point(1 - c / (double) clean.length, 1 - a / (double) abnormal.length));
        }
        return List.copyOf(points);
    }

    /** DeLong's covariance of two areas. */
    private static double covariance(RocCurve x, RocCurve y) {
        return covariance(x.ofClean, y.ofClean) / x.ofClean.length
                + covariance(x.ofAbnormal, y.ofAbnormal) / x.ofAbnormal.length;
    }

    private static double covariance(double[] x, double[] y) {
        if (x.length < 2) {
            return 0;
        }
        double meanX = mean(x);
        double meanY = mean(y);
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += (x[i] - meanX) * (y[i] - meanY);
        }
        return sum / (x.length - 1);
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).sum() / values.length;
    }

    private static double logistic(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /** The areas A for which the measured one is within z standard errors of A. */
    private Estimate newcombe(double area) {
        double pairs = (double) clean.length * abnormal.length;
        double middle = (clean.length + abnormal.length) / 2.0 - 1;
        BisectionSolver solver = new BisectionSolver(1e-12);
        double[] ends = {0, 1};
        for (int end = 0; end < 2; end++) {
            double inner = area;
            double outer = ends[end];
            if (inner != outer) {
                ends[end] = solver.solve(200, a -> (a - area) * (a - area)
                        - Z * Z * a * (1 - a) * (1 + middle * (1 - a) / (2 - a) + middle * a / (1 + a)) / pairs
                        + (a == inner ? -1e-300 : 0), Math.min(inner, outer), Math.max(inner, outer));
            }
        }
        return new Estimate(area, Math.min(area, ends[0]), Math.max(area, ends[1]));
    }
}
