package org.leastaction.bench.record;

import java.util.Objects;
import org.leastaction.metrics.Estimate;

/**
 * One measured number, with or without an interval, or the reason why it is missing.
 *
 * @param value  the number; NaN if it is missing
 * @param low    lower end of the interval; NaN if there is none
 * @param high   upper end of the interval; NaN if there is none
 * @param reason why the number is missing; empty if it is present
 */
public record Quantity(double value, double low, double high, String reason) {

    static final String NO_REASON = "no reason given";
    /** The reason of NaN. */
    public static final String NOT_A_NUMBER = "not a number";
    /** The reason of ±∞. */
    public static final String INFINITE = "infinite";
    static final String ABSENT = "not measured";

    /** @throws IllegalArgumentException unless there is either a finite value or a reason */
    public Quantity {
        Objects.requireNonNull(reason, "reason");
        if (Double.isFinite(value) != reason.isEmpty()) {
            throw new IllegalArgumentException(
                    "a quantity is a finite number or has a reason, not " + value + " with reason '" + reason + "'");
        }
    }

    /** A number without interval; a non-finite number is missing, with its value in the reason. */
    public static Quantity of(double value) {
        return of(value, Double.NaN, Double.NaN);
    }

    /** A number with its interval; a non-finite number is missing, with its value in the reason. */
    public static Quantity of(double value, double low, double high) {
        return Double.isFinite(value)
                ? new Quantity(value, low, high, "")
                : missing(Double.isNaN(value) ? NOT_A_NUMBER : INFINITE);
    }

    /** A number with its interval; an unbounded interval is left out. */
    public static Quantity of(Estimate estimate) {
        return of(estimate.value(), estimate.low(), estimate.high());
    }

    /** A number without interval; NaN is missing for a reason, e.g. "nothing moves" for 0/0. */
    public static Quantity orReason(double value, String reasonIfNaN) {
        return Double.isNaN(value) ? missing(reasonIfNaN) : of(value);
    }

    /** A missing number. */
    public static Quantity missing(String reason) {
        return new Quantity(Double.NaN, Double.NaN, Double.NaN, reason.isBlank() ? NO_REASON : reason);
    }

    /** Whether there is a number. */
    public boolean isPresent() {
        return reason.isEmpty();
    }

    /** Whether the interval has two finite ends. */
    public boolean hasInterval() {
        return Double.isFinite(low) && Double.isFinite(high);
    }
}
