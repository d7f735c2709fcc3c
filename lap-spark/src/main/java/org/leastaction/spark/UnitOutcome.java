package org.leastaction.spark;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a unit on a machine: a value, whether the unit failed or not.
 *
 * @param unit    index of the unit
 * @param results the bytes of its results; null if it failed
 * @param failure why it failed, one sentence; null if it did not
 * @param refused whether the machine cannot make any unit
 */
record UnitOutcome(int unit, byte @Nullable [] results, @Nullable String failure, boolean refused)
        implements Serializable {

    private static final long serialVersionUID = 1L;

    static UnitOutcome made(int unit, byte[] results) {
        return new UnitOutcome(unit, results, null, false);
    }

    static UnitOutcome failed(int unit, String failure) {
        return new UnitOutcome(unit, null, failure, false);
    }

    static UnitOutcome refused(int unit, String failure) {
        return new UnitOutcome(unit, null, failure, true);
    }
}
