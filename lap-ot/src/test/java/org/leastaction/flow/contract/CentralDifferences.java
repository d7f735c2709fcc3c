package org.leastaction.flow.contract;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.leastaction.points.FloatPoints;

/** (f(x + hu) − f(x − hu)) / 2h compared with a derivative that should equal it. */
final class CentralDifferences {

    /** A large step crosses kinks and curvature, a small one drowns in float rounding: each point takes its best. */
    private static final double[] STEPS = {0.3, 0.1, 0.03, 0.01, 0.003, 0.001, 3e-4, 1e-4};

    private CentralDifferences() {}

    /** ‖difference − derivative‖ / ‖derivative‖ at each point, of the step that fits it best. */
    static double[] errors(UnaryOperator<FloatPoints> f, FloatPoints x, FloatPoints u, FloatPoints derivative) {
        return errors(f, x, u, derivative, Batches.norms(derivative));
    }

    /** ‖difference − derivative‖ / scale at each point, of the step that fits it best. */
    static double[] errors(
            UnaryOperator<FloatPoints> f, FloatPoints x, FloatPoints u, double[] derivative, double[] scale) {
        float[] column = new float[derivative.length];
        for (int i = 0; i < column.length; i++) {
            column[i] = (float) derivative[i];
        }
        return errors(f, x, u, FloatPoints.wrap(column, column.length, 1), scale);
    }

    private static double[] errors(
            UnaryOperator<FloatPoints> f, FloatPoints x, FloatPoints u, FloatPoints derivative, double[] scale) {
        double[] errors = new double[x.size()];
        Arrays.fill(errors, Double.POSITIVE_INFINITY);
        for (double step : STEPS) {
            FloatPoints ahead = Batches.copy(f.apply(moved(x, u, step)));
            FloatPoints behind = Batches.copy(f.apply(moved(x, u, -step)));
            for (int i = 0; i < errors.length; i++) {
                double error = distance(ahead, behind, 2 * step, derivative, i);
                errors[i] = Math.min(errors[i], error / Math.max(scale[i], Float.MIN_NORMAL));
            }
        }
        return errors;
    }

    private static FloatPoints moved(FloatPoints points, FloatPoints directions, double step) {
        float[] array = points.toArray();
        for (int i = 0; i < array.length; i++) {
            array[i] += (float) (step * directions.array()[directions.offset() + i]);
        }
        return FloatPoints.wrap(array, points.size(), points.dimension());
    }

    private static double distance(
            FloatPoints ahead, FloatPoints behind, double span, FloatPoints derivative, int point) {
        double sum = 0;
        for (int j = 0; j < derivative.dimension(); j++) {
            double difference = (ahead.get(point, j) - behind.get(point, j)) / span;
            sum += Math.pow(difference - derivative.get(point, j), 2);
        }
        return Math.sqrt(sum);
    }
}
