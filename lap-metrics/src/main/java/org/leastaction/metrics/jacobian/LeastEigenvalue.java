package org.leastaction.metrics.jacobian;

import org.leastaction.metrics.Estimate;

/**
 * The smallest eigenvalue of one symmetric matrix.
 *
 * @param value    approached from above, so the value is the upper end up to rounding
 * @param residual an eigenvalue, possibly not the smallest one, lies within this distance of the value
 */
public record LeastEigenvalue(Estimate value, double residual) {
}
