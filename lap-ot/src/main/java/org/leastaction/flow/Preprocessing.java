package org.leastaction.flow;

/**
 * Role 'preprocessing': a model tells how its inputs were normalised in training, so that nobody has to remember it.
 *
 * <p>The role is about one model, not about its backend: a model whose file says nothing answers
 * {@code role(Preprocessing.class)} with empty. The model itself takes normalised inputs as before; whoever loads the data
 * normalises them:
 *
 * <pre>{@code
 * Optional<InputNormalisation> known =
 *         model.role(Preprocessing.class).map(Preprocessing::inputNormalisation);
 * }</pre>
 *
 * <p>A backend whose files carry metadata makes one by {@link InputNormalisation#of}, when it opens the file. Files made
 * elsewhere may use the two keys for something else: a model whose metadata that method refuses has no such role.
 */
@FunctionalInterface
public interface Preprocessing {

    /** How inputs are normalised before {@link FlowModel#encode} takes them. */
    InputNormalisation inputNormalisation();
}
