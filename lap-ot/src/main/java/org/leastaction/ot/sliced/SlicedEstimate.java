package org.leastaction.ot.sliced;

import java.util.Objects;

/**
 * An estimate of sliced and max-sliced W₂. Immutable.
 *
 * @param projections   number of lines L
 * @param squared       mean of W₂² of the projections: estimates SW₂², at least 0
 * @param standardError standard error of that mean, from the variation between lines only
 * @param maxSquared    the greatest W₂² of projections found by ascents from the eight best of the L lines and from the
 *                      line through the means: a lower bound of max-SW₂², which is at most W₂². The problem is not
 *                      concave; other seeds and more lines may find greater values, especially in many dimensions
 * @param direction     the direction that attains it, [d], of length 1
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

    /** Lower end of the 95 % interval of sliced W₂, for the sampling of lines. */
    public double low() {
        return Math.sqrt(Math.max(0, squared - NORMAL_QUANTILE * standardError));
    }

    /** Upper end of that interval. */
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
