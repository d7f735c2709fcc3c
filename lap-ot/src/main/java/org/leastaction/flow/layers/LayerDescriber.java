package org.leastaction.flow.layers;

/** Role 'describe': a model says of what layers it is, so that others can write or run it. */
public interface LayerDescriber {

    /**
     * The layers with the present weights. Run one after another they give what the model gives, up to rounding; blocks
     * end with an {@link Addition} of shortcut and residue, or with a {@link Relu} behind it.
     *
     * @throws IllegalStateException if the model is closed
     */
    LayeredFlow describe();
}
