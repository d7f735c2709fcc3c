package org.leastaction.flow;

import java.util.Optional;
import org.leastaction.points.FloatPoints;

/**
 * A network as a flow, in inference: encoder φ, transport T, classifier F.
 *
 * <p>All three take a batch of any size n ≥ 1. Results depend on each point alone, not on the batch it came in, and
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
     * @throws UnsupportedOperationException if the flow has no classifier, which its shape says with 0 classes
     */
    FloatPoints classify(FloatPoints transported);

    /**
     * This model in another role, such as {@link JacobianProducts}, {@link LossGradients} or {@link Saver}.
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
