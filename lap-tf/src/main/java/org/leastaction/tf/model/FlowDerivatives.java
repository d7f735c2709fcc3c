package org.leastaction.tf.model;

import java.util.ArrayList;
import java.util.List;
import org.leastaction.tf.graph.Tangents;
import org.leastaction.tf.model.FlowGraph.BlockTensors;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gradients;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * The derivatives of a flow, beside it in its graph.
 *
 * <p>Tangents pass forward through the blocks, cotangents backward, each as one chain with a tensor between any two
 * blocks: fed at both ends of a block, the chain gives the block's product, fed at the ends of T, that of T.
 */
public final class FlowDerivatives {

    private final List<Operand<TFloat32>> tangents = new ArrayList<>();
    private final List<Operand<TFloat32>> cotangents = new ArrayList<>();
    private final Placeholder<TInt32> labels;
    private final Operand<TFloat32> lossGradients;

    /**
     * Adds to the graph of a flow.
     *
     * @throws IllegalArgumentException if an operation of the flow has no derivative
     */
    FlowDerivatives(Ops tf, FlowGraph flow) {
        tangents.add(likeIt(tf, flow.encoded()));
        for (BlockTensors block : flow.blocks()) {
            tangents.add(Tangents.along(tf, block.entering(), tangents.get(tangents.size() - 1), block.output()));
        }
        cotangents.add(likeIt(tf, flow.transported()));
        for (int k = flow.blocks().size() - 1; k >= 0; k--) {
            BlockTensors block = flow.blocks().get(k);
            cotangents.add(0, gradient(tf, block.output(), block.entering(), Gradients.dx(List.of(cotangents.get(0)))));
        }
        labels = tf.placeholder(TInt32.class);
        Operand<TFloat32> targets =
                tf.oneHot(labels, tf.constant(flow.shape().classes()), tf.constant(1f), tf.constant(0f));
        Operand<TFloat32> losses = tf.nn.softmaxCrossEntropyWithLogits(flow.logits(), targets).loss();
        lossGradients = gradient(tf, tf.sum(losses, tf.constant(0)), flow.inputs());
    }

    /** The tangent of x<sub>k</sub>, for k from 0 to K. */
    Operand<TFloat32> tangent(int k) {
        return tangents.get(k);
    }

    /** The cotangent of x<sub>k</sub>, for k from 0 to K. */
    Operand<TFloat32> cotangent(int k) {
        return cotangents.get(k);
    }

    /** Where the classes [n] of the inputs are fed. */
    Placeholder<TInt32> labels() {
        return labels;
    }

    /** The gradient of each input's cross entropy with respect to that input, in the shape of the inputs. */
    Operand<TFloat32> lossGradients() {
        return lossGradients;
    }

    private static Operand<TFloat32> gradient(
            Ops tf, Operand<TFloat32> of, Operand<TFloat32> at, Gradients.Options... options) {
        return Gradients.create(tf.scope(), of, List.of(at), options).dy(0);
    }

    private static Placeholder<TFloat32> likeIt(Ops tf, Operand<TFloat32> tensor) {
        return tf.placeholder(TFloat32.class, Placeholder.shape(tensor.shape()));
    }
}
