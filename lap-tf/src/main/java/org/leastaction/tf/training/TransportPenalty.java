package org.leastaction.tf.training;

import java.util.ArrayList;
import java.util.List;
import org.leastaction.flow.training.Penalty;
import org.leastaction.flow.training.Penalty.Normalisation;
import org.leastaction.tf.graph.Layers;
import org.leastaction.tf.graph.Layout;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** The transport cost C of a batch, one number an instance, inside a training graph. */
final class TransportPenalty {

    private final Ops tf;
    private final Layout layout;
    private final Penalty penalty;
    private final List<Operand<TFloat32>> blocks = new ArrayList<>();

    TransportPenalty(Layers layers, Layout layout, Penalty penalty) {
        this.tf = layers.tf();
        this.layout = layout;
        this.penalty = penalty;
    }

    /** Counts a block's residue, [instances, batch, d] if stacked, else [batch, …] with d elements a sample. */
    void add(Operand<TFloat32> residue, int d) {
        Operand<TFloat32> cost = layout == Layout.STACKED ? stackedMean(residue) : singleMean(residue);
        blocks.add(penalty.normalisation() == Normalisation.SUM ? tf.math.mul(cost, tf.constant((float) d)) : cost);
    }

    /** Σ over blocks, [instances]. */
    Operand<TFloat32> total() {
        return tf.math.addN(blocks);
    }

    private Operand<TFloat32> stackedMean(Operand<TFloat32> residue) {
        return tf.math.mean(powers(residue), tf.constant(new int[] {1, 2}));
    }

    private Operand<TFloat32> singleMean(Operand<TFloat32> residue) {
        Operand<TFloat32> mean;
        if (penalty.power() == 2) {
            // One pass over the residue forward and one backward, against three each for the mean of squares.
            Operand<TFloat32> size = tf.dtypes.cast(tf.size(residue), TFloat32.class);
            mean = tf.math.div(tf.math.mul(tf.nn.l2Loss(residue), tf.constant(2f)), size);
        } else {
            mean = tf.math.mean(powers(tf.reshape(residue, tf.constant(new int[] {-1}))), tf.constant(0));
        }
        return tf.reshape(mean, tf.constant(new int[] {1}));
    }

    private Operand<TFloat32> powers(Operand<TFloat32> residue) {
        return penalty.power() == 2
                ? tf.math.square(residue)
                : tf.math.pow(tf.math.abs(residue), tf.constant((float) penalty.power()));
    }
}
