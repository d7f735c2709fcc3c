package org.leastaction.ot.entropic;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Interpolation of a kernel's sums at near points from those at fewer nodes. For a fixed set of sources, S(q) = Σₛ
 * e^(Aₛ + ⟨Pₛ, q⟩) is a smooth function: the slopes Pₛ of the terms that matter differ by about √(2/ε), the standard
 * deviation of 2p/ε under a Gibbs kernel. If they change little over the box of the points, a polynomial through
 * Chebyshev nodes reproduces S (Trefethen, Approximation Theory and Approximation Practice, chapter 8).
 *
 * <p>This is a rule of thumb, not a bound: between two groups of sources slopes differ more. So some of the points
 * themselves are columns too and check the polynomial each time. Other points are not checked.
 */
final class KernelInterpolation {

    /** Relative error that the number of nodes aims at, and the one that the checks accept. */
    private static final double AIM = 1e-6;
    private static final double ACCEPTED = 1e-5;
    /** Safety factor of the slopes. */
    private static final double SAFETY = 1.25;
    /** Greatest half width of a box in units of the inverse deviation of slopes: beyond, S is far from its linear trend. */
    private static final double WIDEST = 2;
    private static final int LEAST_CHECKS = 4;
    /** Share of the points that the columns may be. */
    private static final double WORTHWHILE = 0.6;
    /** Depth of an exponent below the trend, up to which clamped exponents of the columns do not matter. */
    private static final double DEEPEST = 8;

    private final Near points;
    /** The nodes, the last coordinate fastest, and then the checks. */
    private final Near columns;
    private final int nodes;
    /** Indices of the points that are checks. */
    private final int[] checks;
    /** Values of the Lagrange polynomials of a coordinate, [d][points·nodes of the coordinate]. */
    private final double[][] polynomials;

    private KernelInterpolation(Near points, double[][] nodes, double[] middle) {
        int d = nodes.length;
        int count = count(nodes);
        this.points = points;
        this.nodes = count;
        int width = (count + LEAST_CHECKS + Near.LANES - 1) / Near.LANES * Near.LANES; // filled up with checks
        this.checks = new int[width - count];
        Arrays.setAll(checks, k -> (int) ((long) k * points.size() / checks.length));
        double[][] offsets = new double[d][width];
        int stride = count;
        for (int c = 0; c < d; c++) {
            stride /= nodes[c].length;
            for (int k = 0; k < count; k++) {
                offsets[c][k] = middle[c] + nodes[c][k / stride % nodes[c].length];
            }
            for (int k = 0; k < checks.length; k++) {
                offsets[c][count + k] = points.precise()[c][checks[k]];
            }
        }
        this.columns = Near.of(points.centre(), offsets);
        this.polynomials = new double[d][];
        for (int c = 0; c < d; c++) {
            polynomials[c] = polynomials(nodes[c], middle[c], points.precise()[c]);
        }
    }

    /** The interpolation for some points, if it needs far fewer columns than there are points. */
    static Optional<KernelInterpolation> of(Near points, double epsilon) {
        int d = points.precise().length;
        double[][] nodes = new double[d][];
        double[] middle = new double[d];
        for (int c = 0; c < d; c++) {
            double least = Arrays.stream(points.precise()[c]).min().orElseThrow();
            double most = Arrays.stream(points.precise()[c]).max().orElseThrow();
            double half = (most - least) / 2;
            double width = half * Math.sqrt(2 / epsilon);
            if (width > WIDEST) {
                return Optional.empty();
            }
            int n = nodes(SAFETY * width);
            middle[c] = least + half;
            nodes[c] = new double[n];
            if (n > 1) {
                Arrays.setAll(nodes[c], i -> half * Math.cos(Math.PI * (2 * i + 1) / (2 * n)));
            }
        }
        return Math.min(count(nodes), points.size()) + LEAST_CHECKS <= WORTHWHILE * points.size()
                ? Optional.of(new KernelInterpolation(points, nodes, middle)) : Optional.empty();
    }

    /** The number of nodes, or the greatest integer if that is less. */
    private static int count(double[][] nodes) {
        long count = 1;
        for (double[] of : nodes) {
            count = Math.min(Integer.MAX_VALUE, count * of.length);
        }
        return (int) count;
    }

    /**
     * Nodes for the exponentials e^(a·z·x) over |x| ≤ 1, z a standard normal variable: relative to the greatest value,
     * the error of n nodes is at most 2·(a|z|/2)ⁿ/n!, and the mean of |z|ⁿ at most √n!.
     */
    private static int nodes(double a) {
        double error = a == 0 ? 0 : 2;
        int n = a == 0 ? 1 : 0;
        while (error > AIM) {
            n++;
            error *= a / 2 / Math.sqrt(n);
        }
        return n;
    }

    private static double[] polynomials(double[] nodes, double middle, double[] offsets) {
        int n = nodes.length;
        double[] values = new double[offsets.length * n];
        for (int k = 0; k < offsets.length; k++) {
            for (int i = 0; i < n; i++) {
                double value = 1;
                for (int j = 0; j < n; j++) {
                    if (j != i) {
                        value *= (offsets[k] - middle - nodes[j]) / (nodes[i] - nodes[j]);
                    }
                }
                values[k * n + i] = value;
            }
        }
        return values;
    }

    /** Sums of the kernel at some columns with potentials. */
    @FunctionalInterface
    interface Sums {
        double[] of(Near columns, double[] potentials);
    }

    /**
     * The sums at the points.
     *
     * @param potentials of the points
     * @return empty if the checks fail, or potentials are far from the solution
     */
    Optional<double[]> sums(double[] potentials, double epsilon, Sums sums) {
        Trend trend = new Trend(points, potentials, epsilon);
        double[] ofColumns = new double[columns.size()];
        Arrays.setAll(ofColumns, k -> epsilon * trend.at(columns, k) + trend.level() + columns.squares()[k]);
        double[] reached = sums.of(columns, ofColumns);
        boolean isInRange = Arrays.stream(reached).allMatch(sum -> sum < TruncatedKernel.MOST)
                && IntStream.range(0, potentials.length).allMatch(k -> trend.below(points, k) > -DEEPEST);
        if (!isInRange) {
            return Optional.empty();
        }
        double[] scratch = new double[nodes];
        for (int k = 0; k < checks.length; k++) {
            double direct = reached[nodes + k];
            if (!(Math.abs(interpolated(checks[k], reached, scratch) - direct) <= ACCEPTED * direct)) {
                return Optional.empty();
            }
        }
        double[] result = new double[potentials.length];
        for (int k = 0; k < result.length; k++) {
            result[k] = interpolated(k, reached, scratch) * Math.exp(trend.below(points, k));
        }
        return Optional.of(result);
    }

    /** The polynomial through the values of the nodes, at a point. */
    private double interpolated(int point, double[] values, double[] scratch) {
        double[] from = values;
        int size = nodes;
        for (int c = polynomials.length - 1; c >= 0; c--) {
            int n = polynomials[c].length / points.size();
            size /= n;
            for (int k = 0; k < size; k++) {
                double sum = 0;
                for (int i = 0; i < n; i++) {
                    sum += from[k * n + i] * polynomials[c][point * n + i];
                }
                scratch[k] = sum;
            }
            from = scratch;
        }
        return scratch[0];
    }
}
