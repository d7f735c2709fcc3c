package org.leastaction.bench.analysis;

import org.leastaction.flow.Derivatives;

/** How the derivatives behind a measure were found, in the words of a record. */
final class DerivativeWords {

    private DerivativeWords() {}

    static String of(Derivatives derivatives) {
        return switch (derivatives.derivativeMethod()) {
            case EXACT -> "exact";
            case FINITE_DIFFERENCES -> "finite differences";
        };
    }
}
