package org.leastaction.tf.network;

import java.util.List;
import org.leastaction.flow.FlowShape;
import org.leastaction.flow.Segment;
import org.leastaction.flow.training.MlpSpec;
import org.leastaction.flow.training.NetworkSpec.BatchNorm;
import org.leastaction.tf.graph.Layers;
import org.leastaction.tf.graph.Layers.Bias;
import org.leastaction.tf.graph.Layout;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/** The network of {@link MlpSpec}. Instances are stacked. */
final class MlpResNet implements Network {

    private final MlpSpec spec;
    private final int dimension;

    MlpResNet(MlpSpec spec) {
        this.spec = spec;
        this.dimension = spec.input().stream().reduce(1, Math::multiplyExact);
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
        Operand<TFloat32> hidden = layers.dense(name + "/first", state, dimension, spec.width(), Bias.WITH);
        if (spec.batchNorm() == BatchNorm.ON) {
            hidden = layers.batchNorm(name + "/norm", hidden, spec.width());
        }
        Operand<TFloat32> velocity =
                layers.dense(name + "/second", layers.relu(hidden), spec.width(), dimension, Bias.WITH);
        Operand<TFloat32> residue = layers.scaled(velocity, spec.timeStep());
        return new Block(state, residue, layers.tf().math.add(state, residue));
    }

    @Override
    public Operand<TFloat32> classify(Layers layers, Operand<TFloat32> state) {
        Operand<TFloat32> logits = switch (spec.readout()) {
            case COORDINATES -> layers.fixedLinear("classifier", state, dimension, spec.classes());
            case RANDOM -> layers.fixedRandomLinear("classifier", state, dimension, spec.classes());
        };
        return layers.tf().reshape(logits, layers.tf().constant(new int[] {-1, spec.classes()}));
    }
}
