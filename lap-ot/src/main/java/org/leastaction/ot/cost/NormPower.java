package org.leastaction.ot.cost;

import java.util.Locale;
import org.leastaction.ot.kernel.PairKernel;
import org.leastaction.points.DoublePoints;
import org.leastaction.points.Points;

/**
 * ‖x − y‖<sub>q</sub><sup>p</sup>: the cost of W<sub>p</sub><sup>p</sup> with respect to the q-norm.
 *
 * @param q order of the norm, at least 1; infinity for the maximum norm
 * @param p power, finite and at least 1
 */
record NormPower(double q, double p) implements DisplacementCost {

    /** Sums of powers in this range are not affected by overflow or underflow. */
    private static final double LEAST = 1e-250;
    private static final double GREATEST = 1e300;

    /** @throws IllegalArgumentException for values outside the ranges above */
    public NormPower {
        if (!(q >= 1)) {
            throw new IllegalArgumentException("the order q of a norm must be at least 1, not " + q);
        }
        if (!(p >= 1) || Double.isInfinite(p)) {
            throw new IllegalArgumentException("the power p of a cost must be finite and at least 1, not " + p);
        }
    }

    @Override
    public double power() {
        return p;
    }

    @Override
    public DisplacementCost norm() {
        return new NormPower(q, 1);
    }

    @Override
    public String formula() {
        return "‖x − y‖_" + number(q) + (p == 1 ? "" : "^" + number(p));
    }

    private static String number(double value) {
        return Double.isInfinite(value) ? "∞" : value == Math.rint(value) ? String.format(Locale.ROOT, "%.0f", value)
                : Double.toString(value);
    }

    @Override
    public double between(DoublePoints x, int i, DoublePoints y, int j) {
        int d = x.dimension();
        int a = x.offset() + i * d;
        int b = y.offset() + j * d;
        return cost(d, k -> x.array()[a + k] - y.array()[b + k]);
    }

    @Override
    public double of(Points displacements, int i) {
        return cost(displacements.dimension(), k -> displacements.get(i, k));
    }

    @Override
    public PairKernel pairs(DoublePoints x, DoublePoints y) {
        PairKernel.requireSameDimension(x, y);
        return PairKernel.of(x.size(), y.size(), (i, j) -> between(x, i, y, j));
    }

    @Override
    public void addGradient(DoublePoints x, int i, DoublePoints y, int j, double factor, double[] sum, int at) {
        int d = x.dimension();
        int a = x.offset() + i * d;
        int b = y.offset() + j * d;
        Coordinates v = k -> x.array()[a + k] - y.array()[b + k];
        double length = new NormPower(q, 1).cost(d, v);
        if (length == 0) {
            return;
        }
        double outer = factor * p * power(length, p - 1);
        if (Double.isInfinite(q)) {
            for (int k = 0; k < d; k++) {
                if (Math.abs(v.at(k)) == length) {
                    sum[at + k] += outer * Math.signum(v.at(k));
                    return;
                }
            }
        }
        for (int k = 0; k < d; k++) {
            sum[at + k] += outer * Math.signum(v.at(k)) * power(Math.abs(v.at(k)) / length, q - 1);
        }
    }

    private double cost(int dimension, Coordinates v) {
        if (Double.isInfinite(q)) {
            double max = 0;
            for (int k = 0; k < dimension; k++) {
                max = Math.max(max, Math.abs(v.at(k)));
            }
            return power(max, p);
        }
        double sum = 0;
        for (int k = 0; k < dimension; k++) {
            sum += power(Math.abs(v.at(k)), q);
        }
        return sum > LEAST && sum < GREATEST ? power(sum, p / q) : power(scaledNorm(dimension, v), p);
    }

    /** ‖v‖ if sums of powers overflow or underflow, computed in units of the greatest coordinate of v. */
    private double scaledNorm(int dimension, Coordinates v) {
        double max = 0;
        for (int k = 0; k < dimension; k++) {
            max = Math.max(max, Math.abs(v.at(k)));
        }
        if (max == 0 || Double.isInfinite(max)) {
            return max;
        }
        double sum = 0;
        for (int k = 0; k < dimension; k++) {
            sum += power(Math.abs(v.at(k)) / max, q);
        }
        return max * Math.pow(sum, 1 / q);
    }

    private static double power(double base, double exponent) {
        if (exponent == 1) {
            return base;
        }
        if (exponent == 0) {
            return 1;
        }
        return exponent == 2 ? base * base : Math.pow(base, exponent);
    }

    @FunctionalInterface
    private interface Coordinates {
        double at(int k);
    }
}
