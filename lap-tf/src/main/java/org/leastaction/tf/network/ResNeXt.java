package org.leastaction.tf.network;

import java.util.List;
import org.leastaction.flow.FlowShape;
import org.leastaction.flow.Segment;
import org.leastaction.flow.training.Initialisation;
import org.leastaction.flow.training.NetworkSpec;
import org.leastaction.flow.training.Optimiser.Sgd;
import org.leastaction.flow.training.Optimiser.StepSchedule;
import org.leastaction.flow.training.TrainingOptions;
import org.leastaction.settings.Setting;
import org.leastaction.settings.SettingSchema;
import org.leastaction.settings.SettingType;
import org.leastaction.tf.graph.ConvolutionSizes;
import org.leastaction.tf.graph.Layers;
import org.leastaction.tf.graph.Layers.Bias;
import org.leastaction.tf.graph.SingleLayers;
import org.leastaction.tf.network.ImageNetwork.StageSizes;
import org.leastaction.tf.network.Network.Block;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * Families "resnext50" and "resnext29": aggregated residual transformations (Xie et al. 2017) behind an encoder of full
 * resolution. A block is z = ReLU(shortcut(x) + r), r a bottleneck with a grouped 3 × 3 convolution; its residue is
 * z − shortcut(x). Stage s (from 0) has groups of width·2^s channels and particles of 4·C·2^s channels; every stage but
 * the first halves the resolution.
 *
 * <p>The bottleneck r: 1 × 1, 3 × 3 in groups, 1 × 1, each followed by normalisation and ReLU. The first block of each
 * stage has a shortcut of 1 × 1 and normalisation.
 */
final class ResNeXt extends ImageNetwork {

    /** Channels of a particle in the first stage, as a multiple of the encoder's. */
    private static final int EXPANSION = 4;

    private static final Setting<Integer> CARDINALITY =
            Setting.of("cardinality", SettingType.wholeNumber(1), 32, "groups of a convolution")
                    .reportedAs("%s groups");
    private static final Setting<Integer> WIDTH =
            Setting.of("width", SettingType.wholeNumber(1), 4, "channels of a group").reportedAs("width %s");

    private final int filters;
    private final int cardinality;
    private final StageSizes stages;

    /** A family "resnext…", which differ in their defaults. */
    static final class Family extends ImageFamily {

        Family(String key, String name, List<Integer> blocks, int cardinality, int width) {
            super(key, name, "convolutional network of several representations with grouped convolutions, for images",
                    SettingSchema.of(
                            stages(blocks), FILTERS, CARDINALITY.withUsual(cardinality), WIDTH.withUsual(width),
                            BATCH_NORM));
        }

        @Override
        public Initialisation usualInitialisation() {
            return Initialisation.kaiming(1);
        }

        @Override
        public TrainingOptions usualTraining() {
            return TrainingOptions.defaults().withOptimiser(Sgd.defaults()
                    .withLearningRate(0.1)
                    .withSchedule(new StepSchedule(List.of(150, 225, 250), 10)));
        }

        @Override
        Network build(NetworkSpec spec) {
            return new ResNeXt(spec);
        }
    }

    private ResNeXt(NetworkSpec spec) {
        super(spec, ImageFamily.fullEncoder(spec));
        this.filters = spec.get(TensorFlowFamily.FILTERS);
        this.cardinality = spec.get(CARDINALITY);
        this.stages = new StageSizes(spec.stages(), encoder.particle(), Math.multiplyExact(EXPANSION, filters));
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
        int outputs = stages.channels(place.stage());
        int inputs = inputs(place);
        Operand<TFloat32> shortcut = state;
        if (place.first()) {
            ConvolutionSizes projection = ConvolutionSizes.of(inputs, outputs, 1).withStride(place.stride());
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
    public Operand<TFloat32> classify(Layers layers, Operand<TFloat32> state, Segment segment) {
        return layers.dense(
                "classifier",
                ((SingleLayers) layers).channelMeans(state),
                StageSizes.channels(segment),
                spec.classes(),
                Bias.WITH);
    }

    private Operand<TFloat32> bottleneck(
            SingleLayers layers, String name, Operand<TFloat32> x, int inputs, StageSizes.Place place) {
        int within = Math.multiplyExact(cardinality * spec.get(WIDTH), 1 << place.stage());
        int outputs = stages.channels(place.stage());
        Operand<TFloat32> r = layers.convolution(name + "/reduce", x, ConvolutionSizes.of(inputs, within, 1));
        r = layers.relu(normalised(layers, name + "/norm1", r, within));
        r = layers.convolution(
                name + "/grouped",
                r,
                ConvolutionSizes.of(within, within, 3).withStride(place.stride()).withGroups(cardinality));
        r = layers.relu(normalised(layers, name + "/norm2", r, within));
        r = layers.convolution(name + "/expand", r, ConvolutionSizes.of(within, outputs, 1));
        return layers.relu(normalised(layers, name + "/norm3", r, outputs));
    }

    /** Input channels of a block. */
    private int inputs(StageSizes.Place place) {
        if (!place.first()) {
            return stages.channels(place.stage());
        }
        return place.stage() == 0 ? filters : stages.channels(place.stage() - 1);
    }

    private Operand<TFloat32> normalised(SingleLayers layers, String norm, Operand<TFloat32> x, int channels) {
        return batchNorm ? layers.batchNorm(norm, x, channels) : x;
    }
}
