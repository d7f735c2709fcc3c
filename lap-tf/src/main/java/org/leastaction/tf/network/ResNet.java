package org.leastaction.tf.network;

import java.util.List;
import org.leastaction.flow.FlowShape;
import org.leastaction.flow.Segment;
import org.leastaction.flow.training.NetworkSpec;
import org.leastaction.settings.SettingSchema;
import org.leastaction.tf.graph.ConvolutionSizes;
import org.leastaction.tf.graph.Layers;
import org.leastaction.tf.graph.Layers.Bias;
import org.leastaction.tf.graph.SingleLayers;
import org.leastaction.tf.network.ImageNetwork.StageSizes;
import org.leastaction.tf.network.Network.Block;
import org.leastaction.tf.network.ResNet9.ConvolutionalResidue;
import org.leastaction.tf.network.ResNet9.ConvolutionalResidue.Start;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * Family "resnet": several representations. An encoder of full resolution; stages of ResNet9's blocks, each stage of
 * twice the channels and half the resolution of the one before; normalisation, ReLU, the mean over each channel and one
 * fully connected layer. The first block of a later stage adds its residue to a 1 × 1 convolution of stride 2 of its
 * input.
 */
final class ResNet extends ImageNetwork {

    private final StageSizes stages;

    /** Family "resnet". */
    static final class Family extends ImageFamily {

        Family() {
            super("resnet", "ResNet", "convolutional network of several representations, for images",
                    SettingSchema.of(stages(List.of(3, 3, 3)), FILTERS, TIME_STEP, BATCH_NORM));
        }

        @Override
        Network build(NetworkSpec spec) {
            return new ResNet(spec);
        }
    }

    private ResNet(NetworkSpec spec) {
        super(spec, ImageFamily.fullEncoder(spec));
        this.stages = new StageSizes(spec.stages(), encoder.particle(), spec.get(TensorFlowFamily.FILTERS));
    }

    @Override
    public FlowShape shape() {
        return new FlowShape(spec.input(), encoder.particle(), stages.segments(), spec.classes());
    }

    @Override
    public Block block(Layers layers, int index, Operand<TFloat32> state) {
        SingleLayers single = (SingleLayers) layers;
        String name = "block" + (index + 1);
        StageSizes.Place place = stages.place(index);
        Operand<TFloat32> shortcut = place.stride() == 1
                ? state
                : single.convolution(
                        name + "/shortcut",
                        state,
                        ConvolutionSizes.of(stages.channels(place.stage() - 1), stages.channels(place.stage()), 1)
                                .withStride(2));
        Operand<TFloat32> residue = residue(stages.channels(place.stage()))
                .of(single, name, shortcut, index == 0 ? Start.CONVOLUTION : Start.ACTIVATION);
        return new Block(shortcut, residue, layers.tf().math.add(shortcut, residue));
    }

    @Override
    public Operand<TFloat32> classify(Layers layers, Operand<TFloat32> state, Segment segment) {
        SingleLayers single = (SingleLayers) layers;
        int channels = StageSizes.channels(segment);
        Operand<TFloat32> means = single.channelMeans(residue(channels).activated(single, "classifier/norm", state));
        return layers.dense("classifier", means, channels, spec.classes(), Bias.WITH);
    }

    private ConvolutionalResidue residue(int channels) {
        return new ConvolutionalResidue(channels, batchNorm, spec.get(TensorFlowFamily.TIME_STEP));
    }
}
