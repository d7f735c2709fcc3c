package org.leastaction.flow;

import java.util.Optional;
import org.leastaction.points.FloatPoints;

/**
 * A network as a flow, in inference: encoder φ, transport T, classifier F.
 *
 * <p>All three take a batch of any size n ≥ 1, and {@link #pass} runs them in sequence. The result for a point does not
 * depend on the rest of its batch, up to rounding; repeated calls with the same batch give equal results. A model may
 * be used by one thread at a time; it holds native memory until closed.
 *
 * <p>Each method throws {@link IllegalArgumentException} if there are no points or their dimension differs from
 * {@link #shape()}, and {@link IllegalStateException} after {@link #close()}.
 */
public interface FlowModel extends AutoCloseable {

    /** The sizes of this flow. */
    FlowShape shape();

    /** φ: inputs [n, inputDimension] to particles x₀ [n, encodedDimension]. */
    FloatPoints encode(FloatPoints inputs);

    /**
     * T: particles x₀ [n, encodedDimension] to x<sub>K</sub> [n, transportedDimension].
     *
     * <p>The states of each block are passed to the observer and then released, so memory grows with the batch, not
     * with the data set.
     *
     * @param observer receives every block of this batch in order
     * @throws UnsupportedOperationException if a particle's path depends on more than the particle, as that of a token
     *                                       on its context: use {@link #pass} then
     */
    FloatPoints transport(FloatPoints encoded, BlockObserver observer);

    /**
     * F: particles x<sub>K</sub> [n, transportedDimension] to natural logarithms of class probabilities [n, classes].
     *
     * @throws UnsupportedOperationException if the flow has no classifier, that is, its shape has 0 classes; or if
     *                                       x<sub>K</sub> alone does not determine the output because a skip connection
     *                                       bypasses the blocks: use {@link #answers} then
     */
    FloatPoints classify(FloatPoints transported);

    /**
     * F∘T: particles x₀ [n, encodedDimension] to natural logarithms of class probabilities [n, classes].
     *
     * @throws UnsupportedOperationException if the flow has no classifier, that is, its shape has 0 classes, or a
     *                                       particle's path depends on more than the particle
     */
    default FloatPoints answers(FloatPoints encoded) {
        return classify(transport(encoded, BlockObserver.NONE));
    }

    /**
     * F∘T∘φ: inputs [n, inputDimension] to natural logarithms of class probabilities [n, classes].
     *
     * @throws UnsupportedOperationException if the flow has no classifier, that is, its shape has 0 classes
     */
    default FloatPoints scores(FloatPoints inputs) {
        return answers(encode(inputs));
    }

    /**
     * F∘T∘φ of many inputs, batch by batch. States and results equal those of the three parts, up to rounding.
     *
     * <p>Prefer this method for the whole flow: a model may be faster than part by part, for example by keeping
     * particles on the device between the parts or by running several batches in parallel. The observer is called on
     * the caller's thread only.
     *
     * @param inputs   [n, inputDimension], n ≥ 1
     * @param batch    maximum number of points in a batch, at least 1; a model may use fewer
     * @param observer receives batches of consecutive rows in order, and for each batch every block in order
     * @return natural logarithms of class probabilities [n, classes]; empty without classes
     * @throws IllegalArgumentException also if the batch size is below 1
     */
    default Optional<FloatPoints> pass(FloatPoints inputs, int batch, BatchObserver observer) {
        return BatchedPass.of(this, inputs, batch, observer);
    }

    /**
     * This model in another role, such as {@link BlockCosts}, {@link JacobianProducts} or {@link Saver}.
     *
     * @return empty if the model does not have this role
     */
    default <R> Optional<R> role(Class<R> role) {
        return role.isInstance(this) ? Optional.of(role.cast(this)) : Optional.empty();
    }

    /** Frees the model's memory. Closing twice does nothing. */
    @Override
    void close();
}
