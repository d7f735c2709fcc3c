package org.leastaction.tf.network;

import org.leastaction.flow.FlowShape;
import org.leastaction.tf.graph.Layers;
import org.leastaction.tf.graph.SingleLayers;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

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
