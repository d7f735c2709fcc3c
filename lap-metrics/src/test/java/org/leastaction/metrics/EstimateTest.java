package org.leastaction.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.leastaction.metrics.EstimateAssert.assertThatEstimate;

import org.junit.jupiter.api.Test;

class EstimateTest {

    @Test
    void containsItsEnds() {
        Estimate estimate = new Estimate(2, 1, 3);

        assertThat(estimate.contains(1)).isTrue();
        assertThat(estimate.contains(3)).isTrue();
        assertThat(estimate.contains(3.0001)).isFalse();
        assertThat(estimate.width()).isEqualTo(2);
    }

    @Test
    void anUnboundedEstimateContainsEverything() {
        assertThat(Estimate.unbounded(0).contains(1e300)).isTrue();
    }

    @Test
    void nanAndDescendingIntervalsAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Estimate(Double.NaN, 0, 1))
                .withMessageContaining("NaN");
        assertThatIllegalArgumentException().isThrownBy(() -> new Estimate(0, 1, 0))
                .withMessageContaining("must ascend");
    }

    @Test
    void theCustomAssertionCanFail() {
        assertThatThrownBy(() -> assertThatEstimate(new Estimate(2, 1, 3)).isCloseTo(new double[] {2, 1, 3.1}, 1e-3))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> assertThatEstimate(new Estimate(2, 1, 3))
                .isCloseTo(new double[] {2, 1, Double.NaN}, 1e-3)).isInstanceOf(AssertionError.class);
    }
}
