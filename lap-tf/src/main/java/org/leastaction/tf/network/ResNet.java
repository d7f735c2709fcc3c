package org.leastaction.tf.network;

import java.util.List;
import java.util.Optional;
import org.leastaction.flow.FlowShape;
import org.leastaction.flow.training.AutoencoderSpec;
import org.leastaction.flow.training.NetworkSpec;
import org.leastaction.settings.SettingSchema;
import org.leastaction.settings.Settings;
import org.leastaction.tf.graph.ConvolutionSizes;
import org.leastaction.tf.graph.Layers;
import org.leastaction.tf.graph.Layers.Bias;
import org.leastaction.tf.graph.Layout;
import org.leastaction.tf.graph.SingleLayers;
import org.leastaction.tf.network.ConvolutionalResidue.Start;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * Family "resnet": several representations. An encoder of full resolution; stages of ResNet9's blocks, each stage of
 * twice the channels and half the resolution of the one before; normalisation, ReLU, the mean over each channel and one
 * fully connected layer. The first block of a later stage adds its residue to a 1 × 1 convolution of stride 2 of its
 * input.
 */
final class ResNet implements Network {

    private final NetworkSpec spec;
    private final ImageEncoder encoder;
    private final Stages stages;

    /** Family "resnet". */
    static final class Family extends TensorFlowFamily {

        Family() {
            super("resnet", "ResNet", "convolutional network of several representations, for images",
                    SettingSchema.of(stages(List.of(3, 3, 3)), FILTERS, TIME_STEP, BATCH_NORM));
        }

        @Override
        public void check(Settings settings, List<Integer> input, int classes) {
            requireImages(input);
        }

        @Override
        public Optional<AutoencoderSpec> autoencoder(NetworkSpec spec) {
            return Optional.of(new AutoencoderSpec(fullEncoder(spec), spec.get(BATCH_NORM), spec.input()));
        }

        @Override
        Network build(NetworkSpec spec) {
            return new ResNet(spec);
        }
    }

    private ResNet(NetworkSpec spec) {
        this.spec = spec;
        this.encoder = new ImageEncoder(
                spec.input(), TensorFlowFamily.fullEncoder(spec), spec.get(TensorFlowFamily.BATCH_NORM));
        this.stages = new Stages(spec.stages(), encoder.particle(), spec.get(TensorFlowFamily.FILTERS));
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
                        ConvolutionSizes.of(stages.channels(place.stage() - 1), stages.channels(place.stage()), 1)
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
        return new ConvolutionalResidue(
                stages.channels(stage), spec.get(TensorFlowFamily.BATCH_NORM), spec.get(TensorFlowFamily.TIME_STEP));
    }
}
