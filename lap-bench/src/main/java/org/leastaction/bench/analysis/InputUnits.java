package org.leastaction.bench.analysis;

import java.util.Objects;
import org.leastaction.bench.data.DataSet;
import org.leastaction.bench.data.Normalisation;
import org.leastaction.metrics.robustness.InputRange;
import org.leastaction.points.FloatPoints;

/**
 * The units in which inputs are perturbed: brightness for images, the points' own for others; a network sees them
 * normalised.
 *
 * @param normalisation from these units to what the network takes
 * @param range         where inputs end
 */
public record InputUnits(Normalisation normalisation, InputRange range) {

    /** Single precision, there and back. */
    private static final double ROUNDING = 1e-4;

    public InputUnits {
        Objects.requireNonNull(normalisation, "normalisation");
        Objects.requireNonNull(range, "range");
    }

    /** Those of a data set; images whose values lie in [0, 1] end there. */
    public static InputUnits of(DataSet data) {
        InputUnits units = new InputUnits(data.normalisation(), InputRange.unbounded());
        boolean images = data.test().shape().size() == 3;
        return images && units.isWithinUnit(data.test().points())
                ? new InputUnits(data.normalisation(), InputRange.unit()) : units;
    }

    /** Points as the network takes them, without end. */
    public static InputUnits ofNetwork() {
        return new InputUnits(Normalisation.identity(), InputRange.unbounded());
    }

    /** From what the network takes to these units, [n, d]. */
    FloatPoints natural(FloatPoints normalised) {
        float[] values = normalised.toArray();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (values[i] * std(i) + mean(i));
        }
        return FloatPoints.wrap(values, normalised.size(), normalised.dimension());
    }

    /** From these units to what the network takes, [n, d]. */
    FloatPoints normalised(FloatPoints natural) {
        float[] values = natural.toArray();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((values[i] - mean(i)) / std(i));
        }
        return FloatPoints.wrap(values, natural.size(), natural.dimension());
    }

    /** Gradients with respect to what the network takes, as gradients with respect to these units. */
    FloatPoints naturalGradient(FloatPoints gradients) {
        float[] values = gradients.toArray();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (values[i] / std(i));
        }
        return FloatPoints.wrap(values, gradients.size(), gradients.dimension());
    }

    private boolean isWithinUnit(FloatPoints points) {
        for (float value : natural(points.rows(0, Math.min(points.size(), 1_000))).array()) {
            if (!(value >= -ROUNDING && value <= 1 + ROUNDING)) {
                return false;
            }
        }
        return true;
    }

    /** Channels are innermost and divide the dimension, so that numbering may run over rows. */
    private double mean(int index) {
        return normalisation.mean().get(index % normalisation.mean().size());
    }

    private double std(int index) {
        return normalisation.std().get(index % normalisation.std().size());
    }
}
