package org.leastaction.points;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import org.junit.jupiter.api.Test;

class FloatPointsTest {

    @Test
    void pointsShareTheirArrayWhichMayBeLonger() {
        float[] array = {1, 2, 3, 4, 5, 6, 7};
        FloatPoints points = FloatPoints.wrap(array, 3, 2);
        assertThat(points.array()).isSameAs(array);
        assertThat(points.rows(1, 3).array()).isSameAs(array);
        assertThat(points.rows(1, 3).offset()).isEqualTo(2);
        assertThat(points.get(2, 1)).isEqualTo(6);
        assertThat(points.rows(1, 3).toArray()).containsExactly(3, 4, 5, 6);
        assertThat(points.select(new int[] {2, 0}).toArray()).containsExactly(5, 6, 1, 2);
        assertThat(points.toDouble().array()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(points.toArray()).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void aMissingArrayIsRefused() {
        assertThatNullPointerException().isThrownBy(() -> FloatPoints.wrap(null, 1, 1)).withMessage("array");
    }
}
