package org.leastaction.ot.pricing;

import java.util.Arrays;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.points.DoublePoints;

/**
 * Two sets of points brought to about the same centre and the same spread, for the squared Euclidean cost. With x' = x − p
 * and y' = (y − q)·s, ⟨x', y'⟩ = s·⟨x − p, y − q⟩, so that ‖x − y‖² differs from ‖x' − y'‖² / s by a function of x and one
 * of y: the optimal plans are the same, and potentials differ by the factor and these functions. Aligned sets have flatter
 * potentials, hence nearer candidates: in two and three dimensions, shifted or scaled sets are solved about twice as fast.
 *
 * <p>Centre and spread are those of the inner 80 % of each coordinate, so that outliers do not decide. Sets that are nearly
 * aligned, or whose points would not come much nearer to each other, stay as they are. p, q and s have few digits, so that
 * coordinates of few digits are not rounded, nor those of far sets that come nearer: ties remain ties.
 */
public final class Alignment {

    /** In more dimensions alignment gained nothing. */
    private static final int MOST_DIMENSIONS = 3;
    /** Share of each coordinate's values that is left out at either end. */
    private static final double OUTER = 0.1;
    /** Sets whose centres are nearer than this share of their spread need no shift. */
    private static final double NEAR = 0.25;
    /** Sets whose spreads have a smaller ratio need no scale. */
    private static final double SIMILAR = 1.25;
    /** Scales have so many bits behind the first. */
    private static final int BITS = 4;
    /** Alignment must reduce the mean cost to the nearest point to this share: it would separate clusters that coincide. */
    private static final double NEARER = 0.5;
    /** Number of samples that show whether plans differ, and whether points come nearer. */
    private static final int SAMPLE = 64;
    /** Products below this share of the product of spreads are rounding. */
    private static final double TINY = 1e-6;
    /** Shifts are multiples of a power of two of about this share of the spread. */
    private static final double STEP = 1.0 / 16;

    private final DoublePoints x;
    private final DoublePoints y;
    private final double scale;
    private final double[] ofX;
    private final double[] ofY;

    private Alignment(DoublePoints x, DoublePoints y, double scale, double[] ofX, double[] ofY) {
        this.x = x;
        this.y = y;
        this.scale = scale;
        this.ofX = ofX;
        this.ofY = ofY;
    }

    /** The sets as they are. */
    public static Alignment none(DoublePoints x, DoublePoints y) {
        return new Alignment(x, y, 1, new double[0], new double[0]);
    }

    /**
     * Aligned sets if the cost is the squared Euclidean one in at most 3 dimensions and they are not nearly aligned, otherwise
     * the sets as they are. O((n log n + m log m)·d).
     *
     * @param x [n, d], finite
     * @param y [m, d], finite
     */
    public static Alignment of(GroundCost cost, DoublePoints x, DoublePoints y) {
        if (!cost.equals(GroundCost.squaredEuclidean()) || x.dimension() > MOST_DIMENSIONS) {
            return none(x, y);
        }
        double[] p = new double[x.dimension()];
        double[] q = new double[y.dimension()];
        double spreadX = inner(x, p);
        double spreadY = inner(y, q);
        if (!(spreadX > 0 && spreadY > 0 && Double.isFinite(spreadX) && Double.isFinite(spreadY))) {
            return none(x, y);
        }
        double ratio = spreadX / spreadY;
        double scale = Math.max(ratio, 1 / ratio) <= SIMILAR ? 1 : rounded(ratio, Math.getExponent(ratio) - BITS);
        boolean isNear = scale == 1 && distance(p, q) <= NEAR * Math.max(spreadX, spreadY);
        if (isNear || isDegenerate(x, y, spreadX * spreadY)) {
            return none(x, y);
        }
        int step = Math.getExponent(STEP / Math.sqrt(p.length));
        Arrays.setAll(p, k -> rounded(p[k], Math.getExponent(spreadX) + step));
        Arrays.setAll(q, k -> rounded(q[k], Math.getExponent(spreadY) + step));
        double[] between = new double[p.length];
        Arrays.setAll(between, k -> p[k] - q[k]);
        DoublePoints movedX = moved(x, p, 1);
        DoublePoints movedY = moved(y, q, scale);
        if (nearest(cost, movedX, movedY) / scale > NEARER * nearest(cost, x, y)) {
            return none(x, y);
        }
        return new Alignment(movedX, movedY, scale,
                differences(x, p, between, 1, 1 / scale), differences(y, q, between, -1, scale));
    }

    /** The aligned x, [n, d]. */
    public DoublePoints x() {
        return x;
    }

    /** The aligned y, [m, d]. */
    public DoublePoints y() {
        return y;
    }

    /** Potentials of x, [n], from those of the aligned x. */
    public double[] ofX(double[] aligned) {
        return given(aligned, ofX);
    }

    /** Potentials of y, [m], from those of the aligned y. */
    public double[] ofY(double[] aligned) {
        return given(aligned, ofY);
    }

    private double[] given(double[] aligned, double[] differences) {
        if (differences.length == 0) {
            return aligned;
        }
        double[] given = new double[aligned.length];
        Arrays.setAll(given, i -> aligned[i] / scale + differences[i]);
        return given;
    }

    /** Root mean square of the inner distances to the centre, which is put. */
    private static double inner(DoublePoints points, double[] centre) {
        int outer = (int) (OUTER * points.size());
        double[] values = new double[points.size()];
        double sum = 0;
        for (int k = 0; k < centre.length; k++) {
            for (int i = 0; i < values.length; i++) {
                values[i] = points.get(i, k);
            }
            Arrays.sort(values);
            int inner = values.length - 2 * outer;
            for (int i = outer; i < outer + inner; i++) {
                centre[k] += values[i] / inner;
            }
            for (int i = outer; i < outer + inner; i++) {
                sum += (values[i] - centre[k]) * (values[i] - centre[k]) / inner;
            }
        }
        return Math.sqrt(sum);
    }

    /**
     * Whether plans differ by rounding alone, as between orthogonal sets: most sampled ⟨xᵢ − xₖ, yⱼ − yₗ⟩ are tiny.
     * Without the distance of the sets, a solver would take rounding for structure.
     */
    private static boolean isDegenerate(DoublePoints x, DoublePoints y, double product) {
        int tiny = 0;
        for (int s = 0; s < SAMPLE; s++) {
            int i = (int) ((long) s * x.size() / SAMPLE);
            int j = (int) ((long) s * y.size() / SAMPLE);
            double inner = 0;
            for (int k = 0; k < x.dimension(); k++) {
                inner += (x.get(i, k) - x.get(x.size() - 1 - i, k)) * (y.get(j, k) - y.get(y.size() / 2, k));
            }
            tiny += Math.abs(inner) <= TINY * product ? 1 : 0;
        }
        return tiny > SAMPLE / 2;
    }

    /** Sum of the costs from some points to the nearest of the other side. */
    private static double nearest(GroundCost cost, DoublePoints x, DoublePoints y) {
        double sum = 0;
        for (int s = 0; s < SAMPLE; s++) {
            int sampledX = (int) ((long) s * x.size() / SAMPLE);
            int sampledY = (int) ((long) s * y.size() / SAMPLE);
            double fromX = Double.POSITIVE_INFINITY;
            for (int j = 0; j < y.size(); j++) {
                fromX = Math.min(fromX, cost.between(x, sampledX, y, j));
            }
            double fromY = Double.POSITIVE_INFINITY;
            for (int i = 0; i < x.size(); i++) {
                fromY = Math.min(fromY, cost.between(x, i, y, sampledY));
            }
            sum += fromX + fromY;
        }
        return sum;
    }

    private static double distance(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += (a[k] - b[k]) * (a[k] - b[k]);
        }
        return Math.sqrt(sum);
    }

    /** The nearest multiple of 2^exponent. */
    private static double rounded(double value, int exponent) {
        return Math.scalb(Math.rint(Math.scalb(value, -exponent)), exponent);
    }

    /** (x − centre)·scale. */
    private static DoublePoints moved(DoublePoints points, double[] centre, double scale) {
        int d = centre.length;
        double[] moved = points.toArray();
        for (int i = 0; i < moved.length; i++) {
            moved[i] = (moved[i] - centre[i % d]) * scale;
        }
        return DoublePoints.wrap(moved, points.size(), d);
    }

    /**
     * The part of ‖x − y‖² − ‖x' − y'‖² / s that depends on the points of one side: with a = x − p, b = y − q and δ = p −
     * q, that is ‖a‖²(1 − 1/s) + 2⟨a, δ⟩ + ‖δ‖² for x, and ‖b‖²(1 − s) − 2⟨b, δ⟩ for y.
     *
     * @param factor 1/s or s
     */
    private static double[] differences(
            DoublePoints points, double[] centre, double[] between, int sign, double factor) {
        double squares = 1 - factor;
        double constant = 0;
        for (double component : between) {
            constant += sign > 0 ? component * component : 0;
        }
        double[] differences = new double[points.size()];
        for (int i = 0; i < differences.length; i++) {
            double sum = 0;
            for (int k = 0; k < centre.length; k++) {
                double a = points.get(i, k) - centre[k];
                sum += a * (squares * a + 2 * sign * between[k]);
            }
            differences[i] = sum + constant;
        }
        return differences;
    }
}
