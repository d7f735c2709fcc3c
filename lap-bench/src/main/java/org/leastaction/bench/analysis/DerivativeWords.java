package org.leastaction.bench.analysis;

import org.leastaction.flow.Derivatives;

/** The terms that a record uses for the method of the derivatives. */
final class DerivativeWords {

    private DerivativeWords() {}

    static String of(Derivatives derivatives) {
        return switch (derivatives.derivativeMethod()) {
            case EXACT -> "exact";
            case FINITE_DIFFERENCES -> "finite differences";
        };
    }
}
