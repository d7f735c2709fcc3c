package org.leastaction.ot;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.leastaction.ot.kernel.CompensatedSum;
import org.leastaction.ot.kernel.PreciseSum;

/**
 * The weights of a set's points as shares of a mass of 1: at least 0, with sum 1. The original weights are kept in
 * addition to the shares, which are rounded: exact methods use the original weights. Immutable.
 */
public final class Weights {

    private final int size;
    /** The original weights; null for uniform weights. */
    private final double @Nullable [] given;
    /** Null for uniform weights. */
    private final double @Nullable [] shares;

    private Weights(int size, double @Nullable [] given, double @Nullable [] shares) {
        this.size = size;
        this.given = given;
        this.shares = shares;
    }

    /**
     * 1/n each.
     *
     * @throws IllegalArgumentException unless there is at least one point
     */
    public static Weights uniform(int size) {
        if (size < 1) {
            throw new IllegalArgumentException("weights need at least one point, not " + size);
        }
        return new Weights(size, null, null);
    }

    /**
     * Weights in proportion to the given ones, copied; 0 is allowed.
     *
     * @throws IllegalArgumentException for no weights, a negative one, one that is not finite, or if the sum is 0 or
     *                                  overflows
     */
    public static Weights of(double... weights) {
        if (weights.length == 0) {
            throw new IllegalArgumentException("weights need at least one point, not 0");
        }
        CompensatedSum sum = new CompensatedSum();
        for (int i = 0; i < weights.length; i++) {
            if (!(weights[i] >= 0) || Double.isInfinite(weights[i])) {
                throw new IllegalArgumentException(
                        "weight " + i + " is " + weights[i] + ": weights must be finite and at least 0");
            }
            sum.add(weights[i]);
        }
        double total = sum.value();
        if (!(total > 0) || Double.isInfinite(total)) {
            throw new IllegalArgumentException(
                    "the weights sum to " + total + ": their sum must be finite and above 0");
        }
        double[] shares = new double[weights.length];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = weights[i] / total;
        }
        return new Weights(shares.length, weights.clone(), shares);
    }

    /** Number of points. */
    public int size() {
        return size;
    }

    /** The original weight of a point; 1 for uniform weights. */
    double given(int point) {
        return given == null ? 1 : given[point];
    }

    /** The weighted mean of values of the points, as a rounded number followed by its rounding error; O(n). */
    public double[] mean(IntToDoubleFunction value) {
        // In units of the greatest weight, because products could overflow otherwise.
        int exponent = given == null ? 0 : Math.getExponent(Arrays.stream(given).max().orElseThrow());
        PreciseSum sum = new PreciseSum();
        PreciseSum whole = new PreciseSum();
        for (int i = 0; i < size; i++) {
            double weight = Math.scalb(given(i), -exponent);
            sum.addProduct(weight, value.applyAsDouble(i));
            whole.add(weight);
        }
        return sum.over(whole);
    }

    /**
     * The weights of some points, in the same proportions.
     *
     * @throws IllegalArgumentException for no points, or if all weights are 0
     */
    public Weights select(int... points) {
        if (given == null) {
            return uniform(points.length);
        }
        double[] selected = new double[points.length];
        Arrays.setAll(selected, k -> given[points[k]]);
        return of(selected);
    }

    /** The points with a share above 0, in order. O(n). */
    public int[] weighing() {
        return IntStream.range(0, size).filter(i -> given == null || given[i] > 0).toArray();
    }

    /** Share of point {@code point}; rounded, and above 0 if the weight is, unless it underflows. */
    public double get(int point) {
        return shares == null ? 1.0 / size : shares[point];
    }

    /** Whether these are {@link #uniform} weights; false for equal weights that were given explicitly. */
    public boolean isUniform() {
        return shares == null;
    }

    /** The shares, copied. */
    public double[] toArray() {
        if (shares != null) {
            return shares.clone();
        }
        double[] equal = new double[size];
        Arrays.fill(equal, 1.0 / size);
        return equal;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Weights that && size == that.size && Arrays.equals(shares, that.shares);
    }

    @Override
    public int hashCode() {
        return 31 * size + Arrays.hashCode(shares);
    }

    @Override
    public String toString() {
        return shares == null ? "1/" + size + " each" : Arrays.toString(shares);
    }
}
