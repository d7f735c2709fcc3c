package org.leastaction.metrics.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.leastaction.metrics.EstimateAssert.assertThatEstimate;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PartialCorrelationTest {

    private static final double[] X = {1, 2, 4, 3, 10, 12, 11, 15, 7};
    private static final double[] Y = {2, 1, 5, 4, -3, -1, -2, 2, 40};
    private static final List<String> GROUPS = List.of("a", "a", "a", "a", "b", "b", "b", "b", "alone");

    /** The numbers are those that golden/partial.py prints. */
    @Test
    void agreesWithRegressionOnIndicators() {
        PartialCorrelation partial = PartialCorrelation.given(GROUPS, X, Y);

        assertThatEstimate(partial.correlation()).isCloseTo(
                new double[] {0.936585811581694, 0.6227686024626079, 0.9908171072135546}, 1e-9);
        assertThatEstimate(partial.slope()).isCloseTo(
                new double[] {1.0526315789473684, 0.5998519859344227, 1.505411171960314}, 1e-9);
        assertThat(partial.pValue()).isCloseTo(0.0018793352646136008, within(1e-9));
        assertThat(partial.size()).isEqualTo(8);
        assertThat(partial.groups()).isEqualTo(2);
    }

    @Test
    void whatGroupsDifferInExplainsNothing() {
        int held = 0;
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            List<Integer> groups = new ArrayList<>();
            double[] x = new double[30];
            double[] y = new double[30];
            for (int i = 0; i < 30; i++) {
                groups.add(i % 3);
                x[i] = 10 * (i % 3) + random.nextGaussian();
                y[i] = 10 * (i % 3) + random.nextGaussian();
            }
            held += PartialCorrelation.given(groups, x, y).correlation().contains(0) ? 1 : 0;
            assertThat(Regression.of(x, y).correlation().low()).as("seed %d", seed).isGreaterThan(0.9);
        }

        assertThat(held).as("of 200 seeds from 0").isBetween(180, 199);
    }

    @Test
    void badInputIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PartialCorrelation.given(List.of(1, 2, 3), new double[3], new double[3]))
                .withMessageContaining("at least");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PartialCorrelation.given(List.of(1, 1, 1), new double[3], new double[] {1, 2, 3}))
                .withMessageContaining("differs within");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PartialCorrelation.given(List.of(1), new double[3], new double[3]))
                .withMessageContaining("1 groups for 3");
    }
}
