package org.leastaction.flow;

/**
 * Role 'preprocessing': a model stores what is known about the inputs of its training.
 *
 * <p>The role belongs to a single model, not to its backend: if a model's file states nothing about the inputs,
 * {@code role(Preprocessing.class)} is empty. The model itself always takes normalised inputs; the code that loads the
 * data prepares and normalises them:
 *
 * <pre>{@code
 * InputDescription known = model.role(Preprocessing.class)
 *         .map(Preprocessing::inputs).orElse(InputDescription.unknown());
 * }</pre>
 *
 * <p>A backend whose files carry metadata creates the description with {@link InputDescription#of} when it opens the
 * file. Files from other programs may use the keys for other purposes: a part that is refused is left out.
 */
@FunctionalInterface
public interface Preprocessing {

    /** The inputs that {@link FlowModel#encode} expects, and the names of the classes. */
    InputDescription inputs();
}
