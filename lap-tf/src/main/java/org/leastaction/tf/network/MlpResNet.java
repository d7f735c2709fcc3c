package org.leastaction.tf.network;

import java.util.List;
import org.leastaction.flow.FlowShape;
import org.leastaction.flow.Segment;
import org.leastaction.flow.training.NetworkSpec;
import org.leastaction.settings.Setting;
import org.leastaction.settings.SettingSchema;
import org.leastaction.settings.SettingType;
import org.leastaction.settings.Settings;
import org.leastaction.tf.graph.Layers;
import org.leastaction.tf.graph.Layers.Bias;
import org.leastaction.tf.graph.Layers.Layout;
import org.leastaction.tf.network.Network.Block;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * Family "mlp": the residual network of the plane (section 4 of the paper). Blocks of two fully connected layers,
 * v(x) = h·(W₂·ReLU(BN(W₁x + b₁)) + b₂); no encoder; a linear classifier that is not trained. Instances are stacked.
 */
final class MlpResNet implements Network {

    private static final Setting<Integer> WIDTH =
            Setting.of("width", SettingType.wholeNumber(1), 4, "hidden units of a block").reportedAs("width %s");
    private static final Setting<Readout> READOUT = Setting.of(
            "readout", SettingType.choice(Readout.class), Readout.COORDINATES,
            "classifier, which is not trained: coordinates, class j from coordinate j, or random");

    private final NetworkSpec spec;
    private final int dimension;
    private final int width;

    /** A linear classifier that is not trained. */
    enum Readout {
        /** Class j is read from coordinate j. */
        COORDINATES,
        /** Weights and biases drawn uniformly from ±1 / √d, as PyTorch starts a linear layer, and kept. */
        RANDOM
    }

    /** Family "mlp". */
    static final class Family extends TensorFlowFamily {

        Family() {
            super("mlp", "MLP", "residual network of points, of fully connected layers",
                    SettingSchema.of(blocks(9), WIDTH, READOUT, TIME_STEP, BATCH_NORM));
        }

        @Override
        public void check(Settings settings, List<Integer> input, int classes) {
            int dimension = input.stream().reduce(1, Math::multiplyExact);
            if (settings.get(READOUT) == Readout.COORDINATES && dimension < classes) {
                throw new IllegalArgumentException(
                        "the network mlp reads class j from coordinate j, so points of dimension "
                                + dimension + " have at most " + dimension + " classes, not " + classes
                                + "; --readout random has no such limit");
            }
        }

        @Override
        Network build(NetworkSpec spec) {
            return new MlpResNet(spec);
        }
    }

    private MlpResNet(NetworkSpec spec) {
        this.spec = spec;
        this.dimension = spec.inputDimension();
        this.width = spec.get(WIDTH);
    }

    @Override
    public FlowShape shape() {
        List<Integer> particle = List.of(dimension);
        return new FlowShape(spec.input(), particle, List.of(new Segment(particle, spec.blocks())), spec.classes());
    }

    @Override
    public Layout layout() {
        return Layout.STACKED;
    }

    @Override
    public Operand<TFloat32> encode(Layers layers, Operand<TFloat32> inputs) {
        return layers.tf().identity(inputs);
    }

    @Override
    public Block block(Layers layers, int index, Operand<TFloat32> state) {
        String name = "block" + (index + 1);
        Operand<TFloat32> hidden = layers.dense(name + "/first", state, dimension, width, Bias.WITH);
        if (spec.get(TensorFlowFamily.BATCH_NORM)) {
            hidden = layers.batchNorm(name + "/norm", hidden, width);
        }
        Operand<TFloat32> velocity =
                layers.dense(name + "/second", layers.relu(hidden), width, dimension, Bias.WITH);
        Operand<TFloat32> residue = layers.scaled(velocity, spec.get(TensorFlowFamily.TIME_STEP));
        return new Block(state, residue, layers.tf().math.add(state, residue));
    }

    @Override
    public Operand<TFloat32> classify(Layers layers, Operand<TFloat32> state, Segment segment) {
        Operand<TFloat32> logits = switch (spec.get(READOUT)) {
            case COORDINATES -> layers.fixedLinear("classifier", state, dimension, spec.classes());
            case RANDOM -> layers.fixedRandomLinear("classifier", state, dimension, spec.classes());
        };
        return layers.tf().reshape(logits, layers.tf().constant(new int[] {-1, spec.classes()}));
    }
}
