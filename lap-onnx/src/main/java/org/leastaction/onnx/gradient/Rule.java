package org.leastaction.onnx.gradient;

/** The rule of differentiation of an operator: from the gradients of its results to those of its inputs. */
@FunctionalInterface
interface Rule {

    /**
     * Adds the gradients of the inputs that vary.
     *
     * @throws NotDifferentiableException if the operation has a form that the rule does not know; the message continues
     *                                    the operation's name
     */
    void apply(Operation operation);
}
