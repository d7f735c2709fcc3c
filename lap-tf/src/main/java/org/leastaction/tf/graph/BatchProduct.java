package org.leastaction.tf.graph;

import java.util.stream.IntStream;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Sum;
import org.tensorflow.types.TFloat32;

/**
 * Products of batches of matrices by version 2 of TensorFlow's operation, with its gradients. oneDNN computes version 2 and not
 * version 3, which {@link Ops} and TensorFlow's own gradients have, and is two to four times as fast for large matrices.
 */
final class BatchProduct {

    /** The type of the operation. */
    static final String TYPE = "BatchMatMulV2";

    private BatchProduct() {}

    /**
     * a·b, where an axis of extent 1 in front of the matrices stands for any extent.
     *
     * @param a [.., p, q]
     * @param b [.., q, r]
     * @return [.., p, r]
     */
    static Operand<TFloat32> of(Ops tf, Operand<TFloat32> a, Operand<TFloat32> b) {
        return of(tf, a, b, false, false);
    }

    private static Operand<TFloat32> of(
            Ops tf, Operand<TFloat32> a, Operand<TFloat32> b, boolean transposeA, boolean transposeB) {
        return tf.scope()
                .opBuilder(TYPE, "BatchMatMul")
                .addInput(a.asOutput())
                .addInput(b.asOutput())
                .setAttr("adj_x", transposeA)
                .setAttr("adj_y", transposeB)
                .build()
                .output(0);
    }

    /** The gradient with respect to a factor of a product that {@link #of} made. */
    static Operand<TFloat32> gradient(Ops tf, GraphOperation product, int factor, Operand<TFloat32> cotangent) {
        Operand<TFloat32> other = floats(product.input(1 - factor));
        Operand<TFloat32> full =
                factor == 0 ? of(tf, cotangent, other, false, true) : of(tf, other, cotangent, true, false);
        return summed(tf, full, product.input(factor), product.output(0));
    }

    /** The sum over the axes along which a factor was repeated. */
    private static Operand<TFloat32> summed(Ops tf, Operand<TFloat32> full, Output<?> factor, Output<?> product) {
        Shape repeated = product.shape();
        int more = repeated.numDimensions() - factor.shape().numDimensions();
        int[] along = IntStream.range(more, repeated.numDimensions() - 2)
                .filter(axis -> factor.shape().get(axis - more) == 1 && repeated.get(axis) != 1)
                .toArray();
        Operand<TFloat32> kept =
                along.length == 0 ? full : tf.sum(full, tf.constant(along), Sum.keepDims(true));
        return more == 0 ? kept : tf.sum(kept, tf.constant(IntStream.range(0, more).toArray()));
    }

    @SuppressWarnings("unchecked")
    private static Operand<TFloat32> floats(Operand<?> operand) {
        return (Operand<TFloat32>) operand;
    }
}
