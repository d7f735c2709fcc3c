package org.leastaction.points.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class NpyArrayTest {

    @Test
    void convertsBetweenPrecisionsButNeverFromNumbersToLabels() {
        NpyArray floats = NpyArray.of(new float[] {0.1f}, 1);

        assertThat(floats.doubles()).containsExactly(0.1f);
        assertThat(NpyArray.of(new double[] {0.1}, 1).floats()).containsExactly(0.1f);
        assertThatThrownBy(floats::ints).hasMessage("an array of dtype float32, integers are needed");
        assertThatThrownBy(NpyArray.of(new int[] {1}, 1)::floats)
                .hasMessage("an array of dtype int32, float32 or float64 is needed");
    }

    @Test
    void refusesLabelsThatDoNotFit() {
        assertThatThrownBy(NpyArray.of(new long[] {1, 1L << 40}, 2)::ints)
                .hasMessage("element 1 is 1099511627776, which does not fit int32");
    }

    @Test
    void refusesShapesThatDoNotFit() {
        assertThatThrownBy(() -> NpyArray.of(new float[5], 2, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("shape [2, 3] has 6 elements, the array has 5");
        assertThatThrownBy(() -> NpyArray.of(new float[6], -2, -3)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void equalityLooksAtTypeShapeAndValues() {
        NpyArray array = NpyArray.of(new float[] {1, 2}, 2);

        assertThat(array).isEqualTo(NpyArray.of(new float[] {1, 2}, 2));
        assertThat(array).hasSameHashCodeAs(NpyArray.of(new float[] {1, 2}, 2));
        assertThat(array).isNotEqualTo(NpyArray.of(new float[] {1, 2}, 1, 2));
        assertThat(array).isNotEqualTo(NpyArray.of(new double[] {1, 2}, 2));
        assertThat(array).hasToString("float32(2,)");
    }
}
