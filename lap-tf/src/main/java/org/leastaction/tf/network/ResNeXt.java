package org.leastaction.tf.network;

import org.leastaction.flow.FlowShape;
import org.leastaction.flow.training.ImageEncoderSpec;
import org.leastaction.flow.training.NetworkSpec.BatchNorm;
import org.leastaction.flow.training.ResNeXtSpec;
import org.leastaction.tf.graph.Convolution;
import org.leastaction.tf.graph.Layers;
import org.leastaction.tf.graph.Layers.Bias;
import org.leastaction.tf.graph.Layout;
import org.leastaction.tf.graph.SingleLayers;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * The network of {@link ResNeXtSpec}.
 *
 * <p>The bottleneck r: 1 × 1, 3 × 3 in groups, 1 × 1, each followed by normalisation and ReLU. The first block of each
 * stage has a shortcut of 1 × 1 and normalisation.
 */
final class ResNeXt implements Network {

    /** Channels of a particle, over those of the encoder in a first stage. */
    private static final int EXPANSION = 4;

    private final ResNeXtSpec spec;
    private final ImageEncoder encoder;
    private final Stages stages;

    ResNeXt(ResNeXtSpec spec) {
        this.spec = spec;
        this.encoder = new ImageEncoder(spec.input(), ImageEncoderSpec.full(spec.filters()), spec.batchNorm());
        this.stages = new Stages(
                spec.stages(), encoder.particle(), Math.multiplyExact(EXPANSION, spec.filters()));
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
        int outputs = stages.channels(place.stage());
        int inputs = inputs(place);
        Operand<TFloat32> shortcut = state;
        if (place.first()) {
            Convolution projection = Convolution.of(inputs, outputs, 1).withStride(place.stride());
            shortcut = normalised(
                    single, name + "/shortcut_norm",
                    single.convolution(name + "/shortcut", state, projection), outputs);
        }
        Operand<TFloat32> sum =
                layers.tf().math.add(shortcut, bottleneck(single, name, state, inputs, place));
        Operand<TFloat32> output = layers.relu(sum);
        return new Block(shortcut, layers.tf().math.sub(output, shortcut), output);
    }

    @Override
    public Operand<TFloat32> classify(Layers layers, Operand<TFloat32> state) {
        return layers.dense(
                "classifier",
                ((SingleLayers) layers).channelMeans(state),
                stages.lastChannels(),
                spec.classes(),
                Bias.WITH);
    }

    private Operand<TFloat32> bottleneck(
            SingleLayers layers, String name, Operand<TFloat32> x, int inputs, Stages.Place place) {
        int within = Math.multiplyExact(spec.cardinality() * spec.width(), 1 << place.stage());
        int outputs = stages.channels(place.stage());
        Operand<TFloat32> r = layers.convolution(name + "/reduce", x, Convolution.of(inputs, within, 1));
        r = layers.relu(normalised(layers, name + "/norm1", r, within));
        r = layers.convolution(
                name + "/grouped",
                r,
                Convolution.of(within, within, 3).withStride(place.stride()).withGroups(spec.cardinality()));
        r = layers.relu(normalised(layers, name + "/norm2", r, within));
        r = layers.convolution(name + "/expand", r, Convolution.of(within, outputs, 1));
        return layers.relu(normalised(layers, name + "/norm3", r, outputs));
    }

    /** Channels of what comes into a block. */
    private int inputs(Stages.Place place) {
        if (!place.first()) {
            return stages.channels(place.stage());
        }
        return place.stage() == 0 ? spec.filters() : stages.channels(place.stage() - 1);
    }

    private Operand<TFloat32> normalised(SingleLayers layers, String norm, Operand<TFloat32> x, int channels) {
        return spec.batchNorm() == BatchNorm.ON ? layers.batchNorm(norm, x, channels) : x;
    }
}
