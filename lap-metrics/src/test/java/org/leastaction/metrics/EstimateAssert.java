package org.leastaction.metrics;

import org.assertj.core.api.AbstractAssert;

/** Assertions about estimates. */
public final class EstimateAssert extends AbstractAssert<EstimateAssert, Estimate> {

    private EstimateAssert(Estimate actual) {
        super(actual, EstimateAssert.class);
    }

    public static EstimateAssert assertThatEstimate(Estimate actual) {
        return new EstimateAssert(actual);
    }

    /** Value, low and high are each within a relative error (absolute below 1) of the expected three. */
    public EstimateAssert isCloseTo(double[] valueLowHigh, double tolerance) {
        isNotNull();
        double[] own = {actual.value(), actual.low(), actual.high()};
        for (int i = 0; i < own.length; i++) {
            double allowed = tolerance * Math.max(1, Math.abs(valueLowHigh[i]));
            if (!(Math.abs(own[i] - valueLowHigh[i]) <= allowed)) {
                failWithMessage("expected %s to be %s within %s", actual,
                        java.util.Arrays.toString(valueLowHigh), tolerance);
            }
        }
        return this;
    }
}
