package org.leastaction.flow;

import java.util.Optional;

/** Common supertype of the roles of differentiation. */
public interface Derivatives {

    /** How the derivatives are computed. */
    default DerivativeMethod derivativeMethod() {
        return DerivativeMethod.EXACT;
    }

    /**
     * Why the derivatives are not exact.
     *
     * @return a sentence part without a full stop; empty if they are exact, or no reason is known
     */
    default Optional<String> whyInexact() {
        return Optional.empty();
    }

    /** How a model differentiates; reports of derivatives state the method. */
    public enum DerivativeMethod {

        /** By the chain rule, in the model's own precision. */
        EXACT(2e-6),

        /**
         * By finite differences, {@link org.leastaction.flow.difference}: wrong near kinks, and less accurate
         * elsewhere.
         */
        FINITE_DIFFERENCES(1e-3);

        private final double precision;

        DerivativeMethod(double precision) {
            this.precision = precision;
        }

        /** Expected error of a product, relative to ‖J‖·‖u‖. */
        public double precision() {
            return precision;
        }
    }
}
