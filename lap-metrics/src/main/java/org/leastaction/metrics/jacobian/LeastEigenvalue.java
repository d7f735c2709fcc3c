package org.leastaction.metrics.jacobian;

import org.leastaction.metrics.Estimate;

/**
 * The smallest eigenvalue of one symmetric matrix.
 *
 * @param value    found from above, so the value is the upper end up to rounding
 * @param residual an eigenvalue, but perhaps not the least, lies within this distance of the value
 */
public record LeastEigenvalue(Estimate value, double residual) {
}
