package org.leastaction.flow;

import org.leastaction.points.FloatPoints;

/**
 * Role 'discrete inputs': a model states that its inputs are whole numbers. Models without this role take real numbers.
 *
 * <p>Points stay rows of floats; {@link FlowModel#encode} refuses numbers out of range.
 *
 * @param meaning  what the numbers stand for
 * @param least    the least number that is an input
 * @param greatest the greatest one
 */
public record DiscreteInputs(Meaning meaning, long least, long greatest) {

    /** Tolerance for whole numbers that passed through a normalisation in single precision. */
    private static final double ROUNDING = 1e-3;

    /** What whole numbers stand for. */
    public enum Meaning {
        /** Levels of a quantity, such as 8-bit brightness: numbers between two of them are rounded. */
        LEVELS,
        /**
         * Categories, such as the tokens of a text: numbers between two of them are invalid, and distances have no
         * meaning.
         */
        CATEGORIES
    }

    /**
     * Inputs as whole numbers.
     *
     * @param inputs [n, inputDimension]
     * @return [n, inputDimension], copied
     * @throws IllegalArgumentException if a number is out of range, or a category is no whole number; the message says
     *                                  which
     */
    public FloatPoints rounded(FloatPoints inputs) {
        float[] values = inputs.toArray();
        boolean levels = meaning == Meaning.LEVELS;
        for (int i = 0; i < values.length; i++) {
            double whole = Math.rint(values[i]);
            boolean possible = whole >= least && whole <= greatest
                    && (levels || Math.abs(whole - values[i]) <= ROUNDING);
            if (!possible) {
                throw new IllegalArgumentException("number " + i % inputs.dimension() + " of input "
                        + i / inputs.dimension() + " is " + values[i] + "; the network takes whole numbers from "
                        + least
                        + " to " + greatest
                        + (levels ? ", which are made of data between 0 and 1 or of uint8 arrays" : ""));
            }
            values[i] = (float) whole;
        }
        return FloatPoints.wrap(values, inputs.size(), inputs.dimension());
    }
}
