package org.leastaction.ot;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;

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

    /** Whether no potential is NaN or infinite. */
    boolean isFinite() {
        return Arrays.stream(f).allMatch(Double::isFinite) && Arrays.stream(g).allMatch(Double::isFinite);
    }

    /** The potentials of some sources and targets. */
    DualPotentials select(int[] sources, int[] targets) {
        return new DualPotentials(Arrays.stream(sources).mapToDouble(i -> f[i]).toArray(),
                Arrays.stream(targets).mapToDouble(j -> g[j]).toArray());
    }

    @Override
    public String toString() {
        return "f on " + f.length + " sources: " + describe(f) + "; g on " + g.length + " targets: " + describe(g);
    }

    private static String describe(double[] values) {
        int shown = Math.min(6, values.length);
        return Arrays.stream(values, 0, shown).mapToObj(v -> String.format(Locale.ROOT, "%.6g", v))
                .collect(Collectors.joining(", ")) + (values.length > shown ? ", …" : "");
    }
}
