package org.leastaction.metrics.jacobian;

import org.leastaction.metrics.Estimate;

/**
 * The ends of the singular spectrum of one Jacobian.
 *
 * @param largest          σ_max: approached from below, so the value is the lower end up to rounding
 * @param smallest         σ_min, the least of min(d, d'): approached from above, so the value is the upper end up to
 *                         rounding
 * @param largestResidual  a singular value lies within this distance of the largest value
 * @param smallestResidual a singular value, possibly not the smallest one, lies within this distance of the smallest
 *                         value
 */
public record SingularValues(
        Estimate largest, Estimate smallest, double largestResidual, double smallestResidual) {
}
