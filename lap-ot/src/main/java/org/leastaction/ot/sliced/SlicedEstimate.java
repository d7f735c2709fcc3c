package org.leastaction.ot.sliced;

import java.util.Objects;

/**
 * What slicing found. Immutable.
 *
 * @param projections   lines L
 * @param squared       mean of W₂² of the shadows: estimates SW₂², at least 0
 * @param standardError of that mean, from the spread between lines alone
 * @param maxSquared    the greatest W₂² of shadows that was found, by ascents from the eight best of the L lines and from the
 *                      line through the means: a lower bound of max-SW₂², itself at most W₂². The problem is not
 *                      concave; other seeds and more lines may find more, above all in many dimensions
 * @param direction     the direction of that, [d], of length 1
 */
public record SlicedEstimate(
        int projections, double squared, double standardError, double maxSquared, double[] direction) {

    private static final double NORMAL_QUANTILE = 1.959963984540054;

    public SlicedEstimate {
        Objects.requireNonNull(direction, "direction");
        direction = direction.clone();
    }

    /** Sliced W₂, the root of {@link #squared}. */
    public double distance() {
        return Math.sqrt(squared);
    }

    /** Lower end of the 95 % interval of sliced W₂ for the drawing of the lines. */
    public double low() {
        return Math.sqrt(Math.max(0, squared - NORMAL_QUANTILE * standardError));
    }

    /** Upper end. */
    public double high() {
        return Math.sqrt(squared + NORMAL_QUANTILE * standardError);
    }

    /** Max-sliced W₂, the root of {@link #maxSquared}. */
    public double maxDistance() {
        return Math.sqrt(maxSquared);
    }

    /** The steepest direction, copied. */
    @Override
    public double[] direction() {
        return direction.clone();
    }
}
