package org.leastaction.tf.network;

import org.leastaction.flow.FlowShape;
import org.leastaction.tf.graph.Layers;
import org.leastaction.tf.graph.Layout;
import org.leastaction.tf.graph.Parameter;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/** A network whose encoder is frozen: it runs in inference mode, and the optimiser does not change its weights. */
public record FrozenEncoder(Network network) implements Network {

    @Override
    public FlowShape shape() {
        return network.shape();
    }

    @Override
    public Layout layout() {
        return network.layout();
    }

    @Override
    public Operand<TFloat32> encode(Layers layers, Operand<TFloat32> inputs) {
        return layers.tf().stopGradient(network.encode(layers.inInference(), inputs));
    }

    @Override
    public Block block(Layers layers, int index, Operand<TFloat32> state) {
        return network.block(layers, index, state);
    }

    @Override
    public Operand<TFloat32> classify(Layers layers, Operand<TFloat32> state) {
        return network.classify(layers, state);
    }

    @Override
    public boolean trains(Parameter parameter) {
        return network.trains(parameter) && !parameter.name().startsWith(ENCODER);
    }
}
