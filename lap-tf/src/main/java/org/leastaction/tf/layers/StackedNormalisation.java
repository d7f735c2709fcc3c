package org.leastaction.tf.layers;

import org.tensorflow.GraphOperation;
import org.tensorflow.Output;

/**
 * The tensors of (x − mean) · (1/√(variance + ε) · scale) + shift, the normalisation of stacked layers.
 *
 * @param x the normalised tensor
 */
record StackedNormalisation(
        Output<?> x, Output<?> mean, Output<?> variance, Output<?> epsilon, Output<?> scale, Output<?> shift) {

    /** @throws IllegalArgumentException if the operation is not the last one of such a normalisation */
    static StackedNormalisation endingWith(GraphOperation sum) {
        GraphOperation product = before(sum, 0, "Mul");
        GraphOperation centred = before(product, 0, "Sub");
        GraphOperation factor = before(product, 1, "Mul");
        GraphOperation widened = before(before(factor, 0, "Rsqrt"), 0, "Add");
        return new StackedNormalisation(
                centred.input(0), centred.input(1), widened.input(0), widened.input(1), factor.input(1), sum.input(1));
    }

    private static GraphOperation before(GraphOperation operation, int input, String type) {
        GraphOperation before = (GraphOperation) operation.input(input).op();
        if (!before.type().equals(type)) {
            throw new IllegalArgumentException("the operation " + operation.name() + " follows " + before.type()
                    + ", not the " + type + " of a normalisation");
        }
        return before;
    }
}
