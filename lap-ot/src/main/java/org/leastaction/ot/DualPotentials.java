package org.leastaction.ot;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * Kantorovich potentials: f on the sources and g on the targets. If f(xᵢ) + g(yⱼ) ≤ c(xᵢ, yⱼ) for all pairs, they prove
 * that no plan costs less than Σ aᵢ f(xᵢ) + Σ bⱼ g(yⱼ). Immutable.
 */
public final class DualPotentials {

    private final double[] f;
    private final double[] g;

    private DualPotentials(double[] f, double[] g) {
        this.f = f;
        this.g = g;
    }

    /**
     * Potentials with the given values, copied.
     *
     * @param f n numbers
     * @param g m numbers
     */
    public static DualPotentials of(double[] f, double[] g) {
        return new DualPotentials(f.clone(), g.clone());
    }

    /** A function of all potentials, such as a change of units. */
    public DualPotentials map(DoubleUnaryOperator function) {
        return new DualPotentials(Arrays.stream(f).map(function).toArray(), Arrays.stream(g).map(function).toArray());
    }

    /** Number of sources n. */
    public int sources() {
        return f.length;
    }

    /** Number of targets m. */
    public int targets() {
        return g.length;
    }

    /** f at all sources, copied. */
    public double[] f() {
        return f.clone();
    }

    /** g at all targets, copied. */
    public double[] g() {
        return g.clone();
    }

    /** f(xᵢ), in units of the cost. */
    public double f(int i) {
        return f[i];
    }

    /** g(yⱼ), in units of the cost. */
    public double g(int j) {
        return g[j];
    }
}
