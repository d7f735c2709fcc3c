package org.leastaction.bench.data;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.leastaction.flow.InputNormalisation.ChannelOrder;
import org.leastaction.flow.InputNormalisation;

/**
 * x ← (x − mean) / std, with one pair per channel (the last extent of a point's shape) or one pair for all.
 *
 * @param mean one number, or one per channel
 * @param std  as many numbers, each above 0
 */
public record Normalisation(List<Double> mean, List<Double> std) {

    /** @throws IllegalArgumentException if the lists differ in length, are empty, or a number is out of range */
    public Normalisation {
        InputNormalisation checked = new InputNormalisation(mean, std);
        mean = checked.mean();
        std = checked.std();
    }

    /** From a model's description of its inputs. */
    public static Normalisation of(InputNormalisation inputs) {
        return new Normalisation(inputs.mean(), inputs.std());
    }

    /** The description for a model that is trained on such inputs. */
    public InputNormalisation ofInputs() {
        return new InputNormalisation(mean, std, ChannelOrder.LAST);
    }

    /** The identity: x ← x. */
    public static Normalisation identity() {
        return of(0, 1);
    }

    /** One pair for all channels. */
    public static Normalisation of(double mean, double std) {
        return new Normalisation(List.of(mean), List.of(std));
    }

    /**
     * A copy with the given mean or standard deviation; a single number applies to all channels.
     *
     * @param newMean empty to keep this one's
     * @param newStd  empty to keep this one's
     */
    public Normalisation replaced(List<Double> newMean, List<Double> newStd) {
        List<Double> means = newMean.isEmpty() ? mean : newMean;
        List<Double> stds = newStd.isEmpty() ? std : newStd;
        int channels = Math.max(means.size(), stds.size());
        return new Normalisation(spread(means, channels), spread(stds, channels));
    }

    /** The normalised value of 0, per channel. */
    List<Double> ofZero() {
        return IntStream.range(0, mean.size()).mapToObj(c -> -mean.get(c) / std.get(c)).toList();
    }

    /**
     * Normalises in place.
     *
     * @param values   [n, d] with the channels innermost; modified
     * @param channels last extent of a point's shape
     * @throws IllegalArgumentException unless there is one pair or {@code channels} pairs, or if a result is outside
     *                                  the range of float
     */
    void applyTo(float[] values, int channels) {
        if (mean.size() != 1 && mean.size() != channels) {
            throw new IllegalArgumentException("a mean and a standard deviation for each of the " + channels
                    + " channels, or one for all, are needed, not " + mean.size());
        }
        for (int i = 0; i < values.length; i++) {
            int channel = i % mean.size();
            values[i] = (float) ((values[i] - mean.get(channel)) / std.get(channel));
            if (!Float.isFinite(values[i])) {
                throw new IllegalArgumentException("normalised by a mean of " + mean.get(channel)
                        + " and a standard deviation of " + std.get(channel) + ", number " + i + " is not finite");
            }
        }
    }

    /**
     * Undoes {@link #applyTo}, in place: x ← x · std + mean.
     *
     * @param values [n, d] with the channels innermost; modified
     */
    public void undo(float[] values) {
        for (int i = 0; i < values.length; i++) {
            int channel = i % mean.size();
            values[i] = (float) (values[i] * std.get(channel) + mean.get(channel));
        }
    }

    private static List<Double> spread(List<Double> values, int channels) {
        return values.size() == 1 ? Collections.nCopies(channels, values.get(0)) : values;
    }
}
