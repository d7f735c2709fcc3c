package org.leastaction.tf.network;

import org.leastaction.flow.FlowShape;
import org.leastaction.tf.graph.Layers;
import org.leastaction.tf.graph.Layout;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * An architecture f = F∘T∘φ that builds itself into graphs.
 *
 * <p>Inside, states have the network's own rank (images stay images). {@link #state} and {@link #flatten} lead from
 * and to [instances, batch, d], the form in which the outside sees points.
 */
public interface Network {

    /** The sizes of the flow. */
    FlowShape shape();

    /** Whether instances can be stacked. */
    Layout layout();

    /** φ, from [instances, batch, inputDimension] to a state. */
    Operand<TFloat32> encode(Layers layers, Operand<TFloat32> inputs);

    /** Block {@code index}, from 0. */
    Block block(Layers layers, int index, Operand<TFloat32> state);

    /** F, from a state to logits [instances · batch, classes]. */
    Operand<TFloat32> classify(Layers layers, Operand<TFloat32> state);

    /**
     * The state of points.
     *
     * @param points  [instances, batch, d]
     * @param segment the segment that the state belongs to
     */
    Operand<TFloat32> state(Layers layers, Operand<TFloat32> points, int segment);

    /** The points of a state, [instances, batch, d]. */
    Operand<TFloat32> flatten(Layers layers, Operand<TFloat32> state, int segment);
}
