package org.leastaction.flow;

import java.util.Optional;
import org.leastaction.points.FloatPoints;

/**
 * A network as a flow, in inference: encoder φ, transport T, classifier F.
 *
 * <p>All three take a batch of any size n ≥ 1, and {@link #pass} does them in one go. Results depend on each point alone, not on the batch it came in, and
 * repeat exactly when asked again with the same batch. A model is used by one thread at a time; it holds native memory
 * until closed.
 *
 * <p>Each method throws {@link IllegalArgumentException} if the points have another dimension than
 * {@link #shape()} says, or none, and {@link IllegalStateException} after {@link #close()}.
 */
public interface FlowModel extends AutoCloseable {

    /** The sizes of this flow. */
    FlowShape shape();

    /** φ: inputs [n, inputDimension] to particles x₀ [n, encodedDimension]. */
    FloatPoints encode(FloatPoints inputs);

    /**
     * T: particles x₀ [n, encodedDimension] to x<sub>K</sub> [n, transportedDimension].
     *
     * <p>Every block's states are handed to the observer and then forgotten, so memory grows with the batch, never with
     * the data set.
     *
     * @param observer sees every block of this batch in order
     */
    FloatPoints transport(FloatPoints encoded, BlockObserver observer);

    /**
     * F: particles x<sub>K</sub> [n, transportedDimension] to natural logarithms of class probabilities [n, classes].
     *
     * @throws UnsupportedOperationException if the flow has no classifier, which its shape says with 0 classes; or if
     *                                       x<sub>K</sub> alone does not determine the answers, as a skip connection leads
     *                                       past the blocks: {@link #answers} then does
     */
    FloatPoints classify(FloatPoints transported);

    /**
     * F∘T: particles x₀ [n, encodedDimension] to natural logarithms of class probabilities [n, classes].
     *
     * @throws UnsupportedOperationException if the flow has no classifier, which its shape says with 0 classes
     */
    default FloatPoints answers(FloatPoints encoded) {
        return classify(transport(encoded, BlockObserver.NONE));
    }

    /**
     * F∘T∘φ of many inputs, batch by batch, with all that the three parts would show and give, up to rounding.
     *
     * <p>Whoever wants the whole flow asks for it here, since a model may be able to do better than part by part: keep
     * particles where they are between the parts, or run several batches side by side. The observer is called by one
     * thread, the caller's.
     *
     * @param inputs   [n, inputDimension], n ≥ 1
     * @param batch    points of a batch at most, at least 1; a model may take fewer
     * @param observer sees batches of consecutive rows in order, and in each of them every block in order
     * @return natural logarithms of class probabilities [n, classes]; empty without classes
     * @throws IllegalArgumentException also if the batch is empty
     */
    default Optional<FloatPoints> pass(FloatPoints inputs, int batch, BatchObserver observer) {
        return BatchedPass.of(this, inputs, batch, observer);
    }

    /**
     * This model in another role, such as {@link BlockCosts}, {@link JacobianProducts} or {@link Saver}.
     *
     * @return empty if the model cannot do it
     */
    default <R> Optional<R> role(Class<R> role) {
        return role.isInstance(this) ? Optional.of(role.cast(this)) : Optional.empty();
    }

    /** Frees the model's memory. Closing twice does nothing. */
    @Override
    void close();
}
