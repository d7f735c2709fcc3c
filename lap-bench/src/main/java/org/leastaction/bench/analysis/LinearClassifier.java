package org.leastaction.bench.analysis;

import java.util.Arrays;
import java.util.Optional;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.backend.BackendFailure;
import org.leastaction.points.DoublePoints;
import org.leastaction.points.FloatPoints;

/**
 * The weights of a linear classifier, from its outputs. If the logits are affine in x_K, so are the log-probabilities
 * less their mean over classes; their values at 0 and at multiples of the unit vectors then give the weights.
 */
final class LinearClassifier {

    /** Beyond this dimension the evaluations would take too long. */
    private static final int MOST_COORDINATES = 20_000;
    private static final int CHECKED_POINTS = 16;
    /** Largest deviation from an affine map, relative to the largest value. */
    private static final double TOLERANCE = 1e-3;

    private LinearClassifier() {}

    /**
     * The weights of F, with their mean over classes subtracted: d + 17 evaluations of F.
     *
     * @param transported points x_K, [m, d], at some of which the weights are checked
     * @return [classes, d]; empty if F is missing, needs more than x_K, is not linear, or d is above 20,000
     */
    static Optional<DoublePoints> of(FlowModel model, FloatPoints transported, int batch) {
        int d = transported.dimension();
        int classes = model.shape().classes();
        if (classes == 0 || d > MOST_COORDINATES) {
            return Optional.empty();
        }
        FloatPoints checked = transported.rows(0, Math.min(CHECKED_POINTS, transported.size()));
        try {
            double[][] atPoints = centred(model.classify(checked), classes);
            double scale = scale(checked);
            double[] offset = centred(model.classify(FloatPoints.wrap(new float[d], 1, d)), classes)[0];
            double[] weights = new double[classes * d];
            for (int from = 0; from < d; from += batch) {
                int size = Math.min(batch, d - from);
                float[] units = new float[size * d];
                for (int j = 0; j < size; j++) {
                    units[j * d + from + j] = (float) scale;
                }
                double[][] answers = centred(model.classify(FloatPoints.wrap(units, size, d)), classes);
                for (int j = 0; j < size; j++) {
                    for (int c = 0; c < classes; c++) {
                        weights[c * d + from + j] = (answers[j][c] - offset[c]) / (float) scale;
                    }
                }
            }
            DoublePoints rows = DoublePoints.wrap(weights, classes, d);
            return isAffine(rows, offset, checked, atPoints) ? Optional.of(rows) : Optional.empty();
        } catch (UnsupportedOperationException needsMore) {
            return Optional.empty();
        } catch (BackendFailure failure) {
            if (failure.getCause() instanceof UnsupportedOperationException) {
                return Optional.empty(); // the same from a backend that is guarded
            }
            throw failure;
        }
    }

    /** The root mean square of the norms: the length at which F is used; 1 if all points are 0. */
    private static double scale(FloatPoints points) {
        double squares = 0;
        for (int i = 0; i < points.size(); i++) {
            for (int j = 0; j < points.dimension(); j++) {
                squares += points.get(i, j) * points.get(i, j);
            }
        }
        return squares > 0 ? Math.sqrt(squares / points.size()) : 1;
    }

    private static double[][] centred(FloatPoints logProbabilities, int classes) {
        double[][] centred = new double[logProbabilities.size()][classes];
        for (int i = 0; i < centred.length; i++) {
            for (int c = 0; c < classes; c++) {
                centred[i][c] = logProbabilities.get(i, c);
            }
            double mean = Arrays.stream(centred[i]).average().orElseThrow();
            for (int c = 0; c < classes; c++) {
                centred[i][c] -= mean;
            }
        }
        return centred;
    }

    private static boolean isAffine(DoublePoints weights, double[] offset, FloatPoints points, double[][] answers) {
        double largest = 0;
        double deviation = 0;
        for (int i = 0; i < answers.length; i++) {
            for (int c = 0; c < offset.length; c++) {
                double predicted = offset[c];
                for (int j = 0; j < points.dimension(); j++) {
                    predicted += weights.get(c, j) * points.get(i, j);
                }
                largest = Math.max(largest, Math.abs(answers[i][c]));
                deviation = Math.max(deviation, Math.abs(predicted - answers[i][c]));
            }
        }
        // NaN, from outputs that are not finite, means that the map is not affine.
        return deviation <= TOLERANCE * largest;
    }
}
