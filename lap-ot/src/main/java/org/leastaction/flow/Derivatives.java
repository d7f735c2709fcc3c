package org.leastaction.flow;

/** Common supertype of the roles of differentiation. */
public interface Derivatives {

    /** How the derivatives are computed. */
    default DerivativeMethod derivativeMethod() {
        return DerivativeMethod.EXACT;
    }
}
