package org.leastaction.metrics.statistics;

import org.apache.commons.math3.stat.regression.SimpleRegression;
import org.leastaction.metrics.Estimate;

/**
 * The least-squares line y = intercept + slope · x over n pairs, with intervals.
 *
 * @param size           n, at least 3
 * @param intercept      with Student's interval, n − 2 degrees of freedom
 * @param slope          with Student's interval, n − 2 degrees of freedom
 * @param correlation    Pearson's r in [−1, 1] with Fisher's interval, tanh(artanh r ± 1.96/√(n − 3)); (−1, 1) at n = 3
 * @param pValue         of the hypothesis 'slope 0', two-sided
 * @param meanX          x̄
 * @param sumOfSquaresX  Σ(xᵢ − x̄)²
 * @param residualError  √(Σ residual² / (n − 2))
 */
public record Regression(
        int size,
        Estimate intercept,
        Estimate slope,
        Estimate correlation,
        double pValue,
        double meanX,
        double sumOfSquaresX,
        double residualError) {

    private static final double NORMAL_QUANTILE = 1.959963984540054;

    /**
     * Fits the line. O(n).
     *
     * @param x n finite numbers, not all equal
     * @param y n finite numbers; all equal gives slope 0 and r 0
     * @throws IllegalArgumentException for fewer than 3 pairs, unequal lengths, numbers that are not finite, equal x
     */
    public static Regression of(double[] x, double[] y) {
        Samples.checkSameLength(x, y);
        Samples.check(x, 3, "regression, x");
        Samples.check(y, 3, "regression, y");
        SimpleRegression fit = new SimpleRegression();
        for (int i = 0; i < x.length; i++) {
            fit.addData(x[i], y[i]);
        }
        if (!(fit.getXSumSquares() > 0)) {
            throw new IllegalArgumentException("a regression needs different x, all " + x.length + " are " + x[0]);
        }
        int n = x.length;
        double t = StudentT.quantile(n - 2);
        double meanX = mean(x);
        double residual = Math.sqrt(fit.getMeanSquareError());
        double slopeHalf = t * residual / Math.sqrt(fit.getXSumSquares());
        double interceptHalf = t * residual * Math.sqrt(1.0 / n + meanX * meanX / fit.getXSumSquares());
        boolean flat = fit.getTotalSumSquares() == 0;
        return new Regression(
                n,
                around(fit.getIntercept(), interceptHalf),
                around(fit.getSlope(), slopeHalf),
                correlation(flat ? 0 : fit.getR(), n),
                flat ? 1 : residual == 0 ? 0 : fit.getSignificance(),
                meanX,
                fit.getXSumSquares(),
                residual);
    }

    /** The line at x with Student's interval for the mean of y there: the band of a plot. */
    public Estimate at(double x) {
        double distance = x - meanX;
        double half = StudentT.quantile(size - 2) * residualError
                * Math.sqrt(1.0 / size + distance * distance / sumOfSquaresX);
        return around(intercept.value() + slope.value() * x, half);
    }

    private static Estimate correlation(double r, int n) {
        double bounded = Math.min(1, Math.max(-1, r));
        if (Math.abs(bounded) == 1) {
            return Estimate.exact(bounded);
        }
        if (n == 3) {
            return new Estimate(bounded, -1, 1);
        }
        double z = 0.5 * Math.log((1 + bounded) / (1 - bounded));
        double half = NORMAL_QUANTILE / Math.sqrt(n - 3);
        return new Estimate(bounded, Math.tanh(z - half), Math.tanh(z + half));
    }

    private static Estimate around(double value, double half) {
        return new Estimate(value, value - half, value + half);
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
