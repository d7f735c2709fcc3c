package org.leastaction.tf.network;

import java.util.List;
import java.util.Optional;
import org.leastaction.flow.FlowShape;
import org.leastaction.flow.Segment;
import org.leastaction.flow.training.AutoencoderSpec;
import org.leastaction.flow.training.ImageEncoderSpec;
import org.leastaction.flow.training.NetworkSpec;
import org.leastaction.settings.Setting;
import org.leastaction.settings.SettingSchema;
import org.leastaction.settings.SettingType;
import org.leastaction.settings.Settings;
import org.leastaction.tf.graph.ConvolutionSizes;
import org.leastaction.tf.graph.Layers;
import org.leastaction.tf.graph.Layers.Bias;
import org.leastaction.tf.graph.SingleLayers;
import org.leastaction.tf.network.Network.Block;
import org.leastaction.tf.network.ResNet9.ConvolutionalResidue.Start;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * Family "resnet9": the paper's convolutional network of a single representation (section 6). Blocks
 * v(x) = h·conv(ReLU(BN(conv(ReLU(BN(x)))))) of 3 × 3 convolutions, the first of which starts with its convolution. The
 * hidden layers of the classifier have 10·classes units, BN and ReLU.
 */
final class ResNet9 extends ImageNetwork {

    private static final Setting<Integer> CHANNELS = Setting.dependent(
            "filters", SettingType.wholeNumber(2), "32 for grey images, 100 for colour images",
            "channels of the encoded images")
            .reportedAs("%s filters");
    private static final Setting<Integer> CLASSIFIER_LAYERS = Setting.of(
            "classifier-layers", SettingType.wholeNumber(1, 3), 2, "fully connected layers of the classifier");

    private static final List<String> LAYERS = List.of("first", "second", "third");

    private final ConvolutionalResidue residue;

    /** Family "resnet9". */
    static final class Family extends ImageFamily {

        Family() {
            super("resnet9", "ResNet9", "convolutional network of one representation, for images",
                    SettingSchema.of(blocks(9), CHANNELS, RESOLUTION, CLASSIFIER_LAYERS, TIME_STEP, BATCH_NORM));
        }

        @Override
        public Settings usual(List<Integer> input, int classes) {
            return settings().usual().with(CHANNELS, input.get(input.size() - 1) == 1 ? 32 : 100);
        }

        @Override
        public Optional<AutoencoderSpec> autoencoder(NetworkSpec spec) {
            ImageEncoderSpec encoder = new ImageEncoderSpec(spec.get(RESOLUTION), spec.get(CHANNELS));
            return Optional.of(new AutoencoderSpec(encoder, spec.get(BATCH_NORM), spec.input()));
        }

        @Override
        Network build(NetworkSpec spec) {
            return new ResNet9(spec, autoencoder(spec).orElseThrow().encoder());
        }
    }

    private ResNet9(NetworkSpec spec, ImageEncoderSpec encoder) {
        super(spec, encoder);
        this.residue = new ConvolutionalResidue(
                encoder.filters(), batchNorm, spec.get(TensorFlowFamily.TIME_STEP));
    }

    @Override
    public FlowShape shape() {
        List<Integer> particle = encoder.particle();
        return new FlowShape(spec.input(), particle, List.of(new Segment(particle, spec.blocks())), spec.classes());
    }

    @Override
    public Block block(Layers layers, int index, Operand<TFloat32> state) {
        Start start = index == 0 ? Start.CONVOLUTION : Start.ACTIVATION;
        Operand<TFloat32> v = residue.of((SingleLayers) layers, "block" + (index + 1), state, start);
        return new Block(state, v, layers.tf().math.add(state, v));
    }

    /** Layers with {@code classifier/norm} after the first and {@code classifier/norm2} after the second, if hidden. */
    @Override
    public Operand<TFloat32> classify(Layers layers, Operand<TFloat32> state, Segment segment) {
        int features = segment.dimension();
        int hidden = 10 * spec.classes();
        Operand<TFloat32> x = layers.tf().reshape(state, layers.tf().constant(new int[] {-1, features}));
        int units = features;
        int last = spec.get(CLASSIFIER_LAYERS) - 1;
        for (int layer = 0; layer < last; layer++) {
            x = layers.dense("classifier/" + LAYERS.get(layer), x, units, hidden, Bias.WITH);
            if (batchNorm) {
                x = layers.batchNorm(layer == 0 ? "classifier/norm" : "classifier/norm2", x, hidden);
            }
            x = layers.relu(x);
            units = hidden;
        }
        return layers.dense(
                "classifier/" + LAYERS.get(last), x, units, spec.classes(), Bias.WITH);
    }

    /**
     * v(x) = h·conv(ReLU(BN(conv(ReLU(BN(x)))))), both convolutions 3 × 3 and without bias (He et al. 2016).
     *
     * @param filters  channels of the particles
     * @param timeStep h
     */
    record ConvolutionalResidue(int filters, boolean batchNorm, double timeStep) {

        /** The first operation of a block. */
        enum Start {
            /** Its first convolution, for inputs that come from a ReLU. */
            CONVOLUTION,
            /** Normalisation and ReLU. */
            ACTIVATION
        }

        /** @param x [batch, height, width, filters] */
        Operand<TFloat32> of(SingleLayers layers, String name, Operand<TFloat32> x, Start start) {
            ConvolutionSizes sizes = ConvolutionSizes.of(filters, filters, 3);
            Operand<TFloat32> first = start == Start.CONVOLUTION ? x : activated(layers, name + "/norm1", x);
            first = layers.convolution(name + "/first", first, sizes);
            Operand<TFloat32> second = activated(layers, name + "/norm2", first);
            return layers.scaled(layers.convolution(name + "/second", second, sizes), timeStep);
        }

        /** ReLU(BN(x)), or ReLU(x). */
        Operand<TFloat32> activated(SingleLayers layers, String norm, Operand<TFloat32> x) {
            return layers.relu(batchNorm ? layers.batchNorm(norm, x, filters) : x);
        }
    }
}
