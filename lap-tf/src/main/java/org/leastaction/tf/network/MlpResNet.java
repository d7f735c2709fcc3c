package org.leastaction.tf.network;

import java.util.List;
import org.leastaction.flow.FlowShape;
import org.leastaction.flow.Segment;
import org.leastaction.flow.training.NetworkSpec;
import org.leastaction.flow.training.NetworkSpec.BatchNorm;
import org.leastaction.tf.graph.Layers;
import org.leastaction.tf.graph.Layers.Bias;
import org.leastaction.tf.graph.Layout;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * The residual network of the plane (section 4 of the paper): no encoder; blocks of two fully connected layers
 * separated by batch normalisation and ReLU, v(x) = W₂·ReLU(BN(W₁x + b₁)) + b₂; a fixed linear classifier, of which
 * class j reads coordinate j.
 *
 * <p>Instances are stacked.
 */
final class MlpResNet implements Network {

    private final NetworkSpec spec;
    private final int dimension;

    MlpResNet(NetworkSpec spec) {
        this.spec = spec;
        this.dimension = spec.input().stream().reduce(1, Math::multiplyExact);
        if (spec.width() < 1) {
            throw new IllegalArgumentException("the network mlp needs a width of at least 1, not " + spec.width());
        }
        if (dimension < spec.classes()) {
            throw new IllegalArgumentException("the network mlp reads class j from coordinate j and so tells at most "
                    + dimension + " classes apart on points of dimension " + dimension + ", not " + spec.classes());
        }
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
        Operand<TFloat32> residue =
                layers.dense(name + "/second", layers.relu(hidden), spec.width(), dimension, Bias.WITH);
        return new Block(state, residue, layers.tf().math.add(state, residue));
    }

    @Override
    public Operand<TFloat32> classify(Layers layers, Operand<TFloat32> state) {
        Operand<TFloat32> logits = layers.fixedLinear("classifier", state, dimension, spec.classes());
        return layers.tf().reshape(logits, layers.tf().constant(new int[] {-1, spec.classes()}));
    }

    @Override
    public Operand<TFloat32> state(Layers layers, Operand<TFloat32> points, int segment) {
        return points;
    }

    @Override
    public Operand<TFloat32> flatten(Layers layers, Operand<TFloat32> state, int segment) {
        return state;
    }
}
