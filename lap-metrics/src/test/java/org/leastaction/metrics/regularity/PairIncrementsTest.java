package org.leastaction.metrics.regularity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.Points;

class PairIncrementsTest {

    @ParameterizedTest
    @CsvSource({"2, 1", "40, 2", "700, 3", "530, 100"})
    void distancesAreThoseOfTheCoordinates(int size, int dimension) {
        DoublePoints x = Maps.normal(size, size, dimension);
        DoublePoints tx = Maps.stretch(x, 1, 3);

        PairIncrements pairs = PairIncrements.between(x, tx, PairSelection.defaults());

        assertThat(pairs.pairs()).isEqualTo((long) size * (size - 1) / 2);
        for (int i = 0; i < size; i += 7) {
            for (int j = 0; j < size; j++) {
                assertThat(pairs.distance(i, j)).as("seed %d, pair %d, %d", size, i, j)
                        .isCloseTo(distance(x, i, j), within(1e-11));
                assertThat(pairs.increment(i, j)).as("seed %d, pair %d, %d", size, i, j)
                        .isCloseTo(distance(tx, i, j), within(1e-11));
            }
        }
    }

    @Test
    void manyCoordinatesAreSummedInParts() {
        FloatPoints x = Maps.normal(3, 20, 40_000).toFloat();

        double[][] distances = PairDistances.of(x, Parallelism.sequential());

        for (int i = 1; i < 20; i++) {
            for (int j = 0; j < i; j++) {
                assertThat(distances[i][j]).as("pair %d, %d", i, j).isCloseTo(distance(x, i, j), within(1e-10));
            }
        }
    }

    @Test
    void threadsDoNotChangeTheResult() {
        DoublePoints x = Maps.normal(1, 600, 50);
        PairIncrements one = PairIncrements.between(x, x, PairSelection.defaults(), Parallelism.sequential());
        PairIncrements three = PairIncrements.between(x, x, PairSelection.defaults(), new Parallelism(3));

        for (int i = 1; i < 600; i++) {
            assertThat(three.distances(i)).isEqualTo(one.distances(i));
        }
    }

    @Test
    void aSubsetIsSeededAndSaysItsRows() {
        DoublePoints x = Maps.normal(2, 100, 2);
        PairSelection selection = PairSelection.defaults().withMaxPoints(30).withSeed(9);

        PairIncrements pairs = PairIncrements.between(x, x, selection);
        PairIncrements again = PairIncrements.between(x, x, selection);
        PairIncrements other = PairIncrements.between(x, x, selection.withSeed(10));

        assertThat(pairs.points()).isEqualTo(30);
        assertThat(pairs.totalPoints()).isEqualTo(100);
        assertThat(again.distances(29)).isEqualTo(pairs.distances(29)).isNotEqualTo(other.distances(29));
        assertThat(pairs.distance(3, 17))
                .isCloseTo(distance(x, pairs.row(3), pairs.row(17)), within(1e-12));
        for (int i = 1; i < 30; i++) {
            assertThat(pairs.row(i)).isGreaterThan(pairs.row(i - 1));
        }
    }

    @Test
    void badInputIsNamed() {
        DoublePoints x = Maps.normal(3, 4, 2);
        DoublePoints broken = DoublePoints.wrap(new double[] {0, 1, Double.NaN, 1, 0, 0, 1, 1}, 4, 2);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> PairIncrements.between(x, x.rows(0, 3), PairSelection.defaults()))
                .withMessageContaining("4 points have 3 images");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PairIncrements.between(x.rows(0, 1), x.rows(0, 1), PairSelection.defaults()))
                .withMessageContaining("there is 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PairIncrements.between(x, broken, PairSelection.defaults()))
                .withMessageContaining("image 1");
        assertThatIllegalArgumentException().isThrownBy(() -> new PairSelection(1, 0)).withMessageContaining("most 1");
    }

    private static double distance(Points points, int i, int j) {
        double sum = 0;
        for (int k = 0; k < points.dimension(); k++) {
            double difference = points.get(i, k) - points.get(j, k);
            sum += difference * difference;
        }
        return Math.sqrt(sum);
    }
}
