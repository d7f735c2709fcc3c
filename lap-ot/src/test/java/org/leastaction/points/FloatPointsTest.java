package org.leastaction.points;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import org.junit.jupiter.api.Test;

class FloatPointsTest {

    @Test
    void deferredPointsAreFetchedOnceAndNotForTheirShape() {
        int[] asked = new int[1];
        FloatPoints points = FloatPoints.deferred(() -> {
            asked[0]++;
            return new float[] {1, 2, 3, 4, 5, 6, 7};
        }, 3, 2);
        assertThat(points.size()).isEqualTo(3);
        assertThat(points.dimension()).isEqualTo(2);
        assertThat(points.offset()).isZero();
        assertThat(asked[0]).as("times that the source was asked for a shape").isZero();
        assertThat(points.get(2, 1)).isEqualTo(6);
        assertThat(points.rows(1, 3).toArray()).containsExactly(3, 4, 5, 6);
        assertThat(points.select(new int[] {2, 0}).toArray()).containsExactly(5, 6, 1, 2);
        assertThat(points.toDouble().array()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(points.toArray()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(asked[0]).as("times that the source was asked").isEqualTo(1);
    }

    @Test
    void aSourceThatGivesNothingIsRefused() {
        assertThatNullPointerException().isThrownBy(() -> FloatPoints.deferred(() -> null, 1, 1).array())
                .withMessageContaining("source");
        assertThatNullPointerException().isThrownBy(() -> FloatPoints.deferred(null, 1, 1));
    }
}
