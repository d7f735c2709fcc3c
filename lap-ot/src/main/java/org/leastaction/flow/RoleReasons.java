package org.leastaction.flow;

import java.util.Optional;

/**
 * Role 'reasons': a model states why it lacks a role that others of its backend have, such as derivatives of a network
 * that computes in steps. Reports that a quantity is missing include the reason.
 */
@FunctionalInterface
public interface RoleReasons {

    /**
     * Why {@link FlowModel#role} is empty for a role.
     *
     * @return one sentence part without a full stop; empty where the model has the role, or there is no reason of its
     *         own
     */
    Optional<String> reason(Class<?> role);

    /** The reason that a model gives for lacking a role, else a reason for those that give none. */
    static String of(FlowModel model, Class<?> role, String otherwise) {
        return model.role(RoleReasons.class).flatMap(reasons -> reasons.reason(role)).orElse(otherwise);
    }
}
