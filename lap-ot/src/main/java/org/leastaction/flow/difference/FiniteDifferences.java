package org.leastaction.flow.difference;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.leastaction.points.FloatPoints;

/** Products with the Jacobians of a map that can only be evaluated. */
public final class FiniteDifferences {

    /** The first step, in units of the points' root mean square coordinate. */
    private static final double FIRST_STEP = 0.04;
    private static final int HALVINGS = 6;
    /** Step for products with the transpose, which need evaluations for every coordinate; it is halved only once. */
    private static final double SINGLE_STEP = 0.01;
    /** Points per evaluation for products with the transpose. */
    private static final int BATCH = 512;

    private FiniteDifferences() {}

    /**
     * J(xᵢ)·uᵢ for every i, with error estimates. 14 evaluations of the map.
     *
     * @param f from [m, d] to [m, d'], for any m, each point independently
     * @param x points, [n, d]
     * @param u directions, [n, d]
     */
    public static DifferenceQuotient directional(UnaryOperator<FloatPoints> f, FloatPoints x, FloatPoints u) {
        double[] steps = steps(x, u, FIRST_STEP);
        float[][] quotients = new float[HALVINGS + 1][];
        int d = 0;
        for (int k = 0; k <= HALVINGS; k++) {
            FloatPoints quotient = central(f, x, u, steps);
            quotients[k] = quotient.array();
            d = quotient.dimension();
            for (int i = 0; i < steps.length; i++) {
                steps[i] /= 2;
            }
        }
        float[] best = new float[x.size() * d];
        double[] errors = new double[x.size()];
        for (int i = 0; i < x.size(); i++) {
            errors[i] = extrapolate(quotients, i * d, d, best);
        }
        return new DifferenceQuotient(FloatPoints.wrap(best, x.size(), d), errors);
    }

    /**
     * J(xᵢ)ᵀ·wᵢ for every i: 4·d evaluations per point, where d is the dimension of the points.
     *
     * @param f from [m, d] to [m, d'], for any m, each point independently
     * @param x points, [n, d]
     * @param w directions, [n, d']
     */
    public static FloatPoints transposed(UnaryOperator<FloatPoints> f, FloatPoints x, FloatPoints w) {
        int d = x.dimension();
        float[] result = new float[x.size() * d];
        for (int i = 0; i < x.size(); i++) {
            for (int from = 0; from < d; from += BATCH) {
                int to = Math.min(d, from + BATCH);
                FloatPoints repeated = x.select(filled(to - from, i));
                float[] axes = new float[(to - from) * d];
                for (int j = from; j < to; j++) {
                    axes[(j - from) * d + j] = 1;
                }
                FloatPoints units = FloatPoints.wrap(axes, to - from, d);
                double[] steps = steps(repeated, units, SINGLE_STEP);
                FloatPoints coarse = central(f, repeated, units, steps);
                FloatPoints fine = central(f, repeated, units, Arrays.stream(steps).map(h -> h / 2).toArray());
                for (int j = from; j < to; j++) {
                    double sum = 0;
                    for (int c = 0; c < w.dimension(); c++) {
                        sum += w.get(i, c) * (4 * fine.get(j - from, c) - coarse.get(j - from, c)) / 3;
                    }
                    result[i * d + j] = (float) sum;
                }
            }
        }
        return FloatPoints.wrap(result, x.size(), d);
    }

    /**
     * Steps h such that h·‖u‖∞ is the given share of the point's root mean square coordinate, or of 1 at the origin.
     */
    private static double[] steps(FloatPoints x, FloatPoints u, double share) {
        double[] steps = new double[x.size()];
        for (int i = 0; i < steps.length; i++) {
            double squares = 0;
            double greatest = 0;
            for (int j = 0; j < x.dimension(); j++) {
                squares += x.get(i, j) * x.get(i, j);
                greatest = Math.max(greatest, Math.abs(u.get(i, j)));
            }
            double scale = squares > 0 ? Math.sqrt(squares / x.dimension()) : 1;
            steps[i] = greatest > 0 ? share * scale / greatest : 1;
        }
        return steps;
    }

    /**
     * Central differences, divided by the actual distance of the rounded points, up to the rounding of single
     * coordinates.
     */
    private static FloatPoints central(UnaryOperator<FloatPoints> f, FloatPoints x, FloatPoints u, double[] steps) {
        FloatPoints ahead = f.apply(moved(x, u, steps, 1));
        FloatPoints behind = f.apply(moved(x, u, steps, -1));
        int d = ahead.dimension();
        float[] quotient = new float[x.size() * d];
        for (int i = 0; i < x.size(); i++) {
            for (int c = 0; c < d; c++) {
                quotient[i * d + c] = (float) ((ahead.get(i, c) - behind.get(i, c)) / (2 * steps[i]));
            }
        }
        return FloatPoints.wrap(quotient, x.size(), d);
    }

    private static FloatPoints moved(FloatPoints x, FloatPoints u, double[] steps, int sign) {
        float[] moved = x.toArray();
        int d = x.dimension();
        for (int i = 0; i < x.size(); i++) {
            for (int j = 0; j < d; j++) {
                moved[i * d + j] = (float) (x.get(i, j) + sign * steps[i] * u.get(i, j));
            }
        }
        return FloatPoints.wrap(moved, x.size(), d);
    }

    /** Writes the extrapolation of the two neighbouring steps that agree best. Returns their disagreement. */
    private static double extrapolate(float[][] quotients, int offset, int d, float[] result) {
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int k = 0; k + 1 < quotients.length; k++) {
            double difference = 0;
            double norm = 0;
            for (int c = offset; c < offset + d; c++) {
                difference += Math.pow((double) quotients[k + 1][c] - quotients[k][c], 2);
                norm += Math.pow(quotients[k + 1][c], 2);
            }
            double relative = norm == 0 ? Math.sqrt(difference) : Math.sqrt(difference / norm);
            if (relative < least) {
                least = relative;
                best = k;
            }
        }
        for (int c = offset; c < offset + d; c++) {
            result[c] = (float) ((4.0 * quotients[best + 1][c] - quotients[best][c]) / 3);
        }
        return least;
    }

    private static int[] filled(int length, int value) {
        int[] rows = new int[length];
        Arrays.fill(rows, value);
        return rows;
    }

    /**
     * Directional derivatives at points.
     *
     * @param products J(xᵢ)·uᵢ, [n, d']
     * @param errors   estimates of their relative errors, [n], ≥ 0: the disagreement of two step sizes
     */
    public record DifferenceQuotient(FloatPoints products, double[] errors) {

        public DifferenceQuotient {
            Objects.requireNonNull(products, "products");
            Objects.requireNonNull(errors, "errors");
        }
    }
}
