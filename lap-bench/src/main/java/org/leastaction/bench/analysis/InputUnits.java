package org.leastaction.bench.analysis;

import java.util.List;
import org.leastaction.bench.data.DataSet;
import org.leastaction.bench.data.Normalisation;
import org.leastaction.flow.InputNormalisation.ChannelOrder;
import org.leastaction.metrics.robustness.InputRange;
import org.leastaction.metrics.robustness.PixelLayout;
import org.leastaction.points.FloatPoints;

/**
 * The units in which inputs are perturbed: brightness for images, the original units for other points; the inputs of
 * the network are normalised.
 *
 * @param normalisation from these units to the inputs of the network
 * @param range         range of the inputs
 * @param stride        distance of an element from that of the next channel at the same pixel: 1 with channels last
 */
public record InputUnits(Normalisation normalisation, InputRange range, int stride) {

    /** Rounding error of a conversion and its inverse in single precision. */
    private static final double ROUNDING = 1e-4;

    /** The units of a data set; if the values of images lie in [0, 1], that is their range. */
    public static InputUnits of(DataSet data) {
        List<Integer> shape = data.test().shape();
        int stride = data.channels() == ChannelOrder.LAST
                ? 1 : shape.stream().skip(1).reduce(1, Math::multiplyExact);
        InputUnits units = new InputUnits(data.normalisation(), InputRange.unbounded(), stride);
        return shape.size() == 3 && units.isWithinUnit(data.test().points())
                ? new InputUnits(data.normalisation(), InputRange.unit(), stride) : units;
    }

    /** The units of the network's inputs, unbounded. */
    public static InputUnits ofNetwork() {
        return new InputUnits(Normalisation.identity(), InputRange.unbounded(), 1);
    }

    /** Converts inputs of the network to these units, [n, d]. */
    public FloatPoints natural(FloatPoints normalised) {
        float[] values = normalised.toArray();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (values[i] * std(i) + mean(i));
        }
        return FloatPoints.wrap(values, normalised.size(), normalised.dimension());
    }

    /** Converts from these units to inputs of the network, [n, d]. */
    public FloatPoints normalised(FloatPoints natural) {
        float[] values = natural.toArray();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((values[i] - mean(i)) / std(i));
        }
        return FloatPoints.wrap(values, natural.size(), natural.dimension());
    }

    /** Converts gradients with respect to inputs of the network to gradients in these units. */
    public FloatPoints naturalGradient(FloatPoints gradients) {
        float[] values = gradients.toArray();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (values[i] / std(i));
        }
        return FloatPoints.wrap(values, gradients.size(), gradients.dimension());
    }

    /** The positions of the pixels in rows of a shape; points that are not images count as lines. */
    public PixelLayout layout(List<Integer> shape) {
        return stride == 1 ? PixelLayout.channelsLast(shape) : PixelLayout.channelsFirst(shape);
    }

    private boolean isWithinUnit(FloatPoints points) {
        for (float value : natural(points.rows(0, Math.min(points.size(), 1_000))).array()) {
            if (!(value >= -ROUNDING && value <= 1 + ROUNDING)) {
                return false;
            }
        }
        return true;
    }

    /** The mean of an element; the channels' period divides the dimension, so the index may run over several rows. */
    private double mean(int index) {
        return normalisation.mean().get(index / stride % normalisation.mean().size());
    }

    private double std(int index) {
        return normalisation.std().get(index / stride % normalisation.std().size());
    }
}
