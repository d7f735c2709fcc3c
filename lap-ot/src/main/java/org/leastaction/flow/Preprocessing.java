package org.leastaction.flow;

/**
 * Role 'preprocessing': a model stores the input normalisation of its training.
 *
 * <p>The role belongs to a single model, not to its backend: if a model's file does not state the normalisation,
 * {@code role(Preprocessing.class)} is empty. The model itself always takes normalised inputs; the code that loads the
 * data normalises them:
 *
 * <pre>{@code
 * Optional<InputNormalisation> known =
 *         model.role(Preprocessing.class).map(Preprocessing::inputNormalisation);
 * }</pre>
 *
 * <p>A backend whose files carry metadata creates the normalisation with {@link InputNormalisation#of} when it opens
 * the file. Files from other programs may use the two keys for other purposes: if that method refuses the metadata, the
 * model does not have this role.
 */
@FunctionalInterface
public interface Preprocessing {

    /** The normalisation of inputs that {@link FlowModel#encode} expects. */
    InputNormalisation inputNormalisation();
}
