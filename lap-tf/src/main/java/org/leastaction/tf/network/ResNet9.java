package org.leastaction.tf.network;

import java.util.List;
import org.leastaction.flow.FlowShape;
import org.leastaction.flow.Segment;
import org.leastaction.flow.training.NetworkSpec;
import org.leastaction.flow.training.NetworkSpec.BatchNorm;
import org.leastaction.tf.graph.Layers;
import org.leastaction.tf.graph.Layers.Bias;
import org.leastaction.tf.graph.Layout;
import org.leastaction.tf.graph.SingleLayers;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * The paper's convolutional network of a single representation (section 6): an encoder to half the resolution,
 * residual blocks of two 3 × 3 convolutions before each of which stand batch normalisation and ReLU (the first block
 * starts with its convolution), and a classifier of two fully connected layers with both between them.
 *
 * <p>Encoder: 3 × 3 to C/2 channels, ReLU, 5 × 5 of stride 2 to C channels, ReLU. The convolutions of the blocks have
 * no bias, all other layers have one.
 */
final class ResNet9 implements Network {

    private final NetworkSpec spec;
    private final List<Integer> particle;

    ResNet9(NetworkSpec spec) {
        if (spec.input().size() != 3) {
            throw new IllegalArgumentException(
                    "the network resnet9 takes images [height, width, channels], not points of shape " + spec.input());
        }
        if (spec.filters() < 2) {
            throw new IllegalArgumentException("the network resnet9 needs at least 2 filters, not " + spec.filters());
        }
        this.spec = spec;
        this.particle = List.of(halved(spec.input().get(0)), halved(spec.input().get(1)), spec.filters());
    }

    private static int halved(int extent) {
        return (extent + 1) / 2;
    }

    @Override
    public FlowShape shape() {
        return new FlowShape(spec.input(), particle, List.of(new Segment(particle, spec.blocks())), spec.classes());
    }

    @Override
    public Layout layout() {
        return Layout.SINGLE;
    }

    @Override
    public Operand<TFloat32> encode(Layers layers, Operand<TFloat32> inputs) {
        int channels = spec.input().get(2);
        Operand<TFloat32> image = reshaped(layers, inputs, spec.input());
        Operand<TFloat32> wide =
                layers.relu(
                convolution(layers, "encoder/first", image, channels, spec.filters() / 2, 3, 1, Bias.WITH));
        return layers.relu(
                convolution(layers, "encoder/second", wide, spec.filters() / 2, spec.filters(), 5, 2, Bias.WITH));
    }

    @Override
    public Block block(Layers layers, int index, Operand<TFloat32> state) {
        String name = "block" + (index + 1);
        Operand<TFloat32> first = index == 0 ? state : activated(layers, name + "/norm1", state);
        first = convolution(layers, name + "/first", first, spec.filters(), spec.filters(), 3, 1, Bias.WITHOUT);
        Operand<TFloat32> second = activated(layers, name + "/norm2", first);
        Operand<TFloat32> residue =
                convolution(layers, name + "/second", second, spec.filters(), spec.filters(), 3, 1, Bias.WITHOUT);
        return new Block(state, residue, layers.tf().math.add(state, residue));
    }

    @Override
    public Operand<TFloat32> classify(Layers layers, Operand<TFloat32> state) {
        int features = shape().transportedDimension();
        int hidden = 10 * spec.classes();
        Operand<TFloat32> flat = layers.tf().reshape(state, layers.tf().constant(new int[] {-1, features}));
        Operand<TFloat32> first = layers.dense("classifier/first", flat, features, hidden, Bias.WITH);
        if (spec.batchNorm() == BatchNorm.ON) {
            first = layers.batchNorm("classifier/norm", first, hidden);
        }
        return layers.dense("classifier/second", layers.relu(first), hidden, spec.classes(), Bias.WITH);
    }

    @Override
    public Operand<TFloat32> state(Layers layers, Operand<TFloat32> points, int segment) {
        return reshaped(layers, points, particle);
    }

    @Override
    public Operand<TFloat32> flatten(Layers layers, Operand<TFloat32> state, int segment) {
        return layers.tf().reshape(
                state, layers.tf().constant(new int[] {1, -1, shape().transportedDimension()}));
    }

    private Operand<TFloat32> activated(Layers layers, String name, Operand<TFloat32> x) {
        return layers.relu(spec.batchNorm() == BatchNorm.ON ? layers.batchNorm(name, x, spec.filters()) : x);
    }

    private static Operand<TFloat32> convolution(
            Layers layers, String name, Operand<TFloat32> x, int inputs, int outputs, int size, int stride,
            Bias bias) {
        return ((SingleLayers) layers).convolution(name, x, inputs, outputs, size, stride, bias);
    }

    private static Operand<TFloat32> reshaped(Layers layers, Operand<TFloat32> points, List<Integer> image) {
        return layers.tf().reshape(
                points, layers.tf().constant(new int[] {-1, image.get(0), image.get(1), image.get(2)}));
    }
}
