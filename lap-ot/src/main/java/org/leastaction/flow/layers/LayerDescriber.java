package org.leastaction.flow.layers;

/** Role 'describe': a model describes its layers, so that other backends can write or run it. */
public interface LayerDescriber {

    /**
     * The layers with the current weights. Evaluated in order, they give the model's results up to rounding. Every
     * block ends with an {@link Layer.Addition} of shortcut and residue, or with a {@link Layer.Relu} after it.
     *
     * @throws IllegalStateException if the model is closed
     */
    LayeredFlow describe();
}
