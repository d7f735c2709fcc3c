package org.leastaction.onnx.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class StateAgreementTest {

    private static final StateAgreement LARGEST = new StateAgreement(1e-4, false);
    private static final StateAgreement MEAN_SQUARE = new StateAgreement(1.0 / 32, true);

    private static float[] numbers() {
        Random random = new Random(7);
        float[] numbers = new float[10_000];
        for (int j = 0; j < numbers.length; j++) {
            numbers[j] = Math.round(20 * random.nextGaussian());
        }
        return numbers;
    }

    @Test
    void aFewRoundingsOfIntegersAgree() {
        float[] numbers = numbers();
        float[] others = numbers.clone();
        others[17] += 12;
        others[4711] -= 12;

        assertThat(MEAN_SQUARE.holds(numbers, others)).isTrue();
        assertThat(LARGEST.holds(numbers, others)).isFalse();
    }

    @Test
    void aSystematicDifferenceDoesNotAgree() {
        float[] numbers = numbers();
        float[] others = numbers.clone();
        for (int j = 0; j < others.length; j++) {
            others[j] *= 0.96f;
        }
        assertThat(MEAN_SQUARE.holds(numbers, others)).isFalse();
        assertThat(MEAN_SQUARE.holds(numbers, new float[numbers.length])).isFalse();
    }

    @Test
    void onlyWhereFiniteNumbersAreExpectedAnyOthersDisagree() {
        float[] expected = {1, Float.NaN, 2};
        for (StateAgreement agreement : new StateAgreement[] {LARGEST, MEAN_SQUARE}) {
            assertThat(agreement.holds(expected, new float[] {1, 5, 2})).isTrue();
            assertThat(agreement.holds(expected, new float[] {Float.NaN, 5, 2})).isFalse();
            assertThat(agreement.holds(expected, new float[] {Float.POSITIVE_INFINITY, 5, 2})).isFalse();
            assertThat(agreement.holds(expected, new float[] {1, 5})).isFalse();
        }
    }
}
