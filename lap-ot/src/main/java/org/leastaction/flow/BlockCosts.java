package org.leastaction.flow;

import org.leastaction.points.FloatPoints;

/**
 * Role 'cost': the squared Euclidean costs of a pass, without its states.
 *
 * <p>A model that sums the squares where it computes the particles need not copy them to the caller, which may take as
 * long as the sums themselves. For other costs, or for the particles, use {@link FlowModel#pass}.
 */
public interface BlockCosts {

    /**
     * The costs of a pass through all blocks, by point.
     *
     * <p>Equal to sums in double precision over the states of {@link FlowModel#pass}, up to a relative error of about
     * 1e-5: squares and partial sums may be in single precision, so terms below 1e-38 may vanish and terms above 1e38
     * become infinite. Repeated calls give equal results. O(n·d·K) in addition to the model's own work; memory grows
     * with the batch and with n × (K + segments) numbers.
     *
     * @param inputs [n, inputDimension], n ≥ 1
     * @param batch  maximum number of points in a batch, at least 1; a model may use fewer
     * @throws IllegalArgumentException if there are no inputs, they have the wrong dimension, or the batch size is
     *                                  below 1
     * @throws IllegalStateException    if the model is closed
     */
    FlowCosts costs(FloatPoints inputs, int batch);
}
