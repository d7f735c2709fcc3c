package org.leastaction.tf.network;

import java.util.List;
import org.leastaction.flow.FlowShape;
import org.leastaction.flow.Segment;
import org.leastaction.flow.training.NetworkSpec.BatchNorm;
import org.leastaction.flow.training.ResNet9Spec;
import org.leastaction.tf.graph.Layers;
import org.leastaction.tf.graph.Layers.Bias;
import org.leastaction.tf.graph.Layout;
import org.leastaction.tf.graph.SingleLayers;
import org.leastaction.tf.network.ConvolutionalResidue.Start;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/** The network of {@link ResNet9Spec}. */
final class ResNet9 implements Network {

    private static final List<String> LAYERS = List.of("first", "second", "third");

    private final ResNet9Spec spec;
    private final ImageEncoder encoder;
    private final ConvolutionalResidue residue;

    ResNet9(ResNet9Spec spec) {
        this.spec = spec;
        this.encoder = new ImageEncoder(spec.input(), spec.encoder(), spec.batchNorm());
        this.residue = new ConvolutionalResidue(spec.filters(), spec.batchNorm(), spec.timeStep());
    }

    @Override
    public FlowShape shape() {
        List<Integer> particle = encoder.particle();
        return new FlowShape(spec.input(), particle, List.of(new Segment(particle, spec.blocks())), spec.classes());
    }

    @Override
    public Layout layout() {
        return Layout.SINGLE;
    }

    @Override
    public Operand<TFloat32> encode(Layers layers, Operand<TFloat32> inputs) {
        return encoder.encode(layers, inputs);
    }

    @Override
    public Block block(Layers layers, int index, Operand<TFloat32> state) {
        Start start = index == 0 ? Start.CONVOLUTION : Start.ACTIVATION;
        Operand<TFloat32> v = residue.of((SingleLayers) layers, "block" + (index + 1), state, start);
        return new Block(state, v, layers.tf().math.add(state, v));
    }

    /** Layers with {@code classifier/norm} after the first and {@code classifier/norm2} after the second, if hidden. */
    @Override
    public Operand<TFloat32> classify(Layers layers, Operand<TFloat32> state) {
        int features = shape().transportedDimension();
        int hidden = 10 * spec.classes();
        Operand<TFloat32> x = layers.tf().reshape(state, layers.tf().constant(new int[] {-1, features}));
        int units = features;
        for (int layer = 0; layer < spec.classifierLayers() - 1; layer++) {
            x = layers.dense("classifier/" + LAYERS.get(layer), x, units, hidden, Bias.WITH);
            if (spec.batchNorm() == BatchNorm.ON) {
                x = layers.batchNorm(layer == 0 ? "classifier/norm" : "classifier/norm2", x, hidden);
            }
            x = layers.relu(x);
            units = hidden;
        }
        return layers.dense(
                "classifier/" + LAYERS.get(spec.classifierLayers() - 1), x, units, spec.classes(), Bias.WITH);
    }
}
