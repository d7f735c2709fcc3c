package org.leastaction.flow;

/** What the roles of differentiation have in common. */
public interface Derivatives {

    /** How the derivatives are found. */
    default DerivativeMethod derivativeMethod() {
        return DerivativeMethod.EXACT;
    }
}
