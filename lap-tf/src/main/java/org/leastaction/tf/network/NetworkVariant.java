package org.leastaction.tf.network;

import org.leastaction.flow.FlowShape;
import org.leastaction.flow.Segment;
import org.leastaction.tf.graph.Layers;
import org.leastaction.tf.graph.Layers.Layout;
import org.leastaction.tf.graph.Parameter;
import org.leastaction.tf.graph.SingleLayers;
import org.leastaction.tf.network.Network.Block;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/** A network with another encoder in front of the same blocks and classifier. */
public interface NetworkVariant extends Network {

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
    default Operand<TFloat32> classify(Layers layers, Operand<TFloat32> state, Segment segment) {
        return network().classify(layers, state, segment);
    }

    @Override
    default boolean trains(Parameter parameter) {
        return network().trains(parameter);
    }

    /** The part T and F of a network of images behind a frozen encoder: its inputs are encoded points. */
    public record EncodedInputs(Network network) implements NetworkVariant {

        @Override
        public FlowShape shape() {
            FlowShape whole = network.shape();
            return new FlowShape(whole.encoded(), whole.encoded(), whole.segments(), whole.classes());
        }

        @Override
        public Operand<TFloat32> encode(Layers layers, Operand<TFloat32> inputs) {
            return ((SingleLayers) layers).images(inputs, network.shape().encoded());
        }
    }

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
}
