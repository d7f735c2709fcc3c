package org.leastaction.ot.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.leastaction.ot.Clouds;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;

class GroundCostTest {

    private static final DoublePoints X = DoublePoints.of(new double[][] {{0, 0}, {1, -2}});
    private static final DoublePoints Y = DoublePoints.of(new double[][] {{3, -4}});

    @ParameterizedTest
    @CsvSource({"2, 2, 25", "2, 1, 5", "1, 1, 7", "1, 2, 49", "Infinity, 1, 4", "Infinity, 3, 64", "3, 3, 91"})
    void costIsThePowerOfTheNorm(double q, double p, double expected) {
        DisplacementCost cost = GroundCost.norm(q, p);

        assertThat(cost.between(X, 0, Y, 0)).isCloseTo(expected, within(1e-12));
        assertThat(cost.of(Y, 0)).isCloseTo(expected, within(1e-12));
        assertThat(CostMatrix.of(cost, X, Y, Parallelism.sequential()).get(0, 0)).isCloseTo(expected, within(1e-12));
        assertThat(cost.power()).isEqualTo(p);
    }

    @Test
    void euclideanSquareIsTheFastCost() {
        assertThat(GroundCost.norm(2, 2)).isSameAs(GroundCost.squaredEuclidean());
    }

    @Test
    void thinnedMatrixIsThatOfThinnedPoints() {
        DoublePoints x = Clouds.gaussian(7, 2, 1);
        DoublePoints y = Clouds.gaussian(8, 2, 2);
        CostMatrix all = CostMatrix.of(GroundCost.squaredEuclidean(), x, y, Parallelism.sequential());

        CostMatrix thin = all.thinned(3);

        assertThat(thin.size()).isEqualTo(3);
        assertThat(thin.columns()).isEqualTo(3);
        assertThat(thin.get(2, 1)).isEqualTo(all.get(6, 3));
        assertThatThrownBy(() -> all.thinned(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void impossibleNormsAreRefused() {
        assertThatThrownBy(() -> GroundCost.norm(0.5, 2))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("q").hasMessageContaining("0.5");
        assertThatThrownBy(() -> GroundCost.norm(2, Double.NaN))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("p");
    }
}
