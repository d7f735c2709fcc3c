package org.leastaction.flow;

import org.leastaction.points.FloatPoints;

/**
 * Role 'cost': the squared Euclidean costs of a pass, without its states.
 *
 * <p>A model that can sum up squares where it makes particles need not bring them out, which may take as long as the
 * sums. Whoever wants another cost, or the particles, asks for {@link FlowModel#pass}.
 */
public interface BlockCosts {

    /**
     * What a pass by all blocks costs, by point.
     *
     * <p>As sums in double precision over what {@link FlowModel#pass} shows, to about 1e-5 of a sum: squares and part of
     * the sums may be single precision, so that terms below 1e-38 count for nothing and those above 1e38 are infinite.
     * Repeats exactly when asked again. O(n·d·K) beside the model's own work; memory grows with the batch and with
     * n × (K + segments) numbers.
     *
     * @param inputs [n, inputDimension], n ≥ 1
     * @param batch  points of a batch at most, at least 1; a model may take fewer
     * @throws IllegalArgumentException if the inputs have another dimension, or there are none, or the batch is empty
     * @throws IllegalStateException    if the model is closed
     */
    FlowCosts costs(FloatPoints inputs, int batch);
}
