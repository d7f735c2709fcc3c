package org.leastaction.ot.entropic;

import java.util.Arrays;

/**
 * The exponents Bₖ = (vₖ − level − |qₖ|²)/ε of near points qₖ, relative to their centre, and a linear function of q above
 * all of them, nearly of least squares. Terms of the kernel are e^(A + Bₖ + ⟨P, qₖ⟩); where they matter, the slope of the
 * function nearly cancels P, so that rounding and bounds of the terms are those of small numbers.
 */
final class Trend {

    private static final int PASSES = 2;

    private final double level;
    private final double[] exponents;
    private final double[] slope;
    private final double constant;
    private final double[] low;
    private final double[] high;

    /** @param potentials of the points */
    Trend(Near points, double[] potentials, double epsilon) {
        int d = points.precise().length;
        this.level = Arrays.stream(potentials).average().orElseThrow();
        this.exponents = new double[potentials.length];
        Arrays.setAll(exponents, k -> (potentials[k] - level - points.squares()[k]) / epsilon);
        this.slope = new double[d];
        this.low = new double[d];
        this.high = new double[d];
        double[] rest = exponents.clone();
        for (int pass = 0; pass < PASSES; pass++) {
            for (int c = 0; c < d; c++) {
                double[] x = points.precise()[c];
                double further = slope(x, rest);
                slope[c] += further;
                for (int k = 0; k < rest.length; k++) {
                    rest[k] -= further * x[k];
                }
            }
        }
        for (int c = 0; c < d; c++) {
            low[c] = Arrays.stream(points.precise()[c]).min().orElseThrow();
            high[c] = Arrays.stream(points.precise()[c]).max().orElseThrow();
        }
        this.constant = Arrays.stream(rest).max().orElseThrow();
    }

    /** The slope of the least squares of one variable. */
    private static double slope(double[] x, double[] y) {
        double mean = Arrays.stream(x).average().orElseThrow();
        double products = 0;
        double squares = 0;
        for (int k = 0; k < x.length; k++) {
            products += (x[k] - mean) * y[k];
            squares += (x[k] - mean) * (x[k] - mean);
        }
        return squares > 0 ? products / squares : 0;
    }

    /** The mean potential, which the exponents do without. */
    double level() {
        return level;
    }

    /** The function at the centre. */
    double constant() {
        return constant;
    }

    double slope(int c) {
        return slope[c];
    }

    /** Bₖ less the function: at most 0 up to rounding. */
    double below(Near points, int k) {
        return exponents[k] - at(points, k);
    }

    /** The function at a point with the same centre. */
    double at(Near points, int k) {
        double value = constant;
        for (int c = 0; c < slope.length; c++) {
            value += slope[c] * points.precise()[c][k];
        }
        return value;
    }

    /** The greatest of t·qₖ that the box of the points allows, in coordinate c. */
    double greatest(int c, double t) {
        return Math.max(t * low[c], t * high[c]);
    }
}
