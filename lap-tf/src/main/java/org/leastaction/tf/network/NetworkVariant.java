package org.leastaction.tf.network;

import org.leastaction.flow.FlowShape;
import org.leastaction.tf.graph.Layers;
import org.leastaction.tf.graph.Layout;
import org.leastaction.tf.graph.Parameter;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/** A network with another encoder in front of the same blocks and classifier. */
interface NetworkVariant extends Network {

    /** The network whose blocks and classifier are used. */
    Network network();

    @Override
    default FlowShape shape() {
        return network().shape();
    }

    @Override
    default Layout layout() {
        return network().layout();
    }

    @Override
    default Block block(Layers layers, int index, Operand<TFloat32> state) {
        return network().block(layers, index, state);
    }

    @Override
    default Operand<TFloat32> classify(Layers layers, Operand<TFloat32> state) {
        return network().classify(layers, state);
    }

    @Override
    default boolean trains(Parameter parameter) {
        return network().trains(parameter);
    }
}
