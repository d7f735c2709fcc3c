package org.leastaction.flow;

/** How a model differentiates; whoever reports a derivative says which. */
public enum DerivativeMethod {

    /** By the chain rule, in the model's own precision. */
    EXACT(2e-6),

    /** By differences of runs, {@link org.leastaction.flow.difference}: wrong near kinks, and less exact elsewhere. */
    FINITE_DIFFERENCES(1e-3);

    private final double precision;

    DerivativeMethod(double precision) {
        this.precision = precision;
    }

    /** Error of a product to reckon with, relative to ‖J‖·‖u‖. */
    public double precision() {
        return precision;
    }
}
