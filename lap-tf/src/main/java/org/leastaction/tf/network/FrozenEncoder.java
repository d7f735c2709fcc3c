package org.leastaction.tf.network;

import org.leastaction.tf.graph.Layers;
import org.leastaction.tf.graph.Parameter;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/** A network whose encoder is frozen: it runs in inference mode, and the optimiser does not change its weights. */
public record FrozenEncoder(Network network) implements NetworkVariant {

    @Override
    public Operand<TFloat32> encode(Layers layers, Operand<TFloat32> inputs) {
        return layers.tf().stopGradient(network.encode(layers.inInference(), inputs));
    }

    @Override
    public boolean trains(Parameter parameter) {
        return network.trains(parameter) && !parameter.name().startsWith(ENCODER);
    }
}
