package org.leastaction.tf.network;

import org.leastaction.flow.FlowShape;
import org.leastaction.flow.training.ImageEncoderSpec;
import org.leastaction.flow.training.ResNetSpec;
import org.leastaction.tf.graph.Convolution;
import org.leastaction.tf.graph.Layers;
import org.leastaction.tf.graph.Layers.Bias;
import org.leastaction.tf.graph.Layout;
import org.leastaction.tf.graph.SingleLayers;
import org.leastaction.tf.network.ConvolutionalResidue.Start;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/** The network of {@link ResNetSpec}. */
final class ResNet implements Network {

    private final ResNetSpec spec;
    private final ImageEncoder encoder;
    private final Stages stages;

    ResNet(ResNetSpec spec) {
        this.spec = spec;
        this.encoder = new ImageEncoder(spec.input(), ImageEncoderSpec.full(spec.filters()), spec.batchNorm());
        this.stages = new Stages(spec.stages(), encoder.particle(), spec.filters());
    }

    @Override
    public FlowShape shape() {
        return new FlowShape(spec.input(), encoder.particle(), stages.segments(), spec.classes());
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
        SingleLayers single = (SingleLayers) layers;
        String name = "block" + (index + 1);
        Stages.Place place = stages.place(index);
        Operand<TFloat32> shortcut = place.stride() == 1
                ? state
                : single.convolution(
                        name + "/shortcut",
                        state,
                        Convolution.of(stages.channels(place.stage() - 1), stages.channels(place.stage()), 1)
                                .withStride(2));
        Operand<TFloat32> residue = residue(place.stage())
                .of(single, name, shortcut, index == 0 ? Start.CONVOLUTION : Start.ACTIVATION);
        return new Block(shortcut, residue, layers.tf().math.add(shortcut, residue));
    }

    @Override
    public Operand<TFloat32> classify(Layers layers, Operand<TFloat32> state) {
        SingleLayers single = (SingleLayers) layers;
        int last = spec.stages().size() - 1;
        Operand<TFloat32> means = single.channelMeans(residue(last).activated(single, "classifier/norm", state));
        return layers.dense("classifier", means, stages.lastChannels(), spec.classes(), Bias.WITH);
    }

    private ConvolutionalResidue residue(int stage) {
        return new ConvolutionalResidue(stages.channels(stage), spec.batchNorm(), spec.timeStep());
    }
}
