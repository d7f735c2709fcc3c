package org.leastaction.ot.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.leastaction.ot.Clouds;
import org.leastaction.points.DoublePoints;

class SquaredDistancesTest {

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "3, 5, 2", "300, 17, 7", "257, 513, 32", "70, 300, 33", "40, 20, 259", "300, 300, 64"})
    void everyPairIsItsDistance(int n, int m, int d) {
        DoublePoints x = Clouds.gaussian(n, d, 1);
        DoublePoints y = Clouds.gaussian(m, d, 2);

        double[][] matrix = Tiles.matrix(SquaredDistances.of(x, y), new Parallelism(2));

        for (int i = 0; i < n; i++) {
            for (int j = 0; j < m; j++) {
                double expected = naive(x, i, y, j);
                assertThat(matrix[i][j]).as("pair %d, %d", i, j).isCloseTo(expected, within(1e-12 * expected));
            }
        }
    }

    @Test
    void nearPairsFarFromTheOriginKeepTheirDigits() {
        int d = 100;
        DoublePoints x = Clouds.map(Clouds.gaussian(60, d, 3), c -> c + 1e4);
        DoublePoints y = Clouds.add(x, Clouds.gaussian(60, d, 4), 1e-7);

        double[][] matrix = Tiles.matrix(SquaredDistances.of(x, y), Parallelism.sequential());

        for (int i = 0; i < 60; i++) {
            double expected = exact(x, i, y, i);
            assertThat(matrix[i][i]).as("pair %d", i).isCloseTo(expected, within(1e-12 * expected));
        }
    }

    @Test
    void tightClustersFarApartKeepTheirDigits() {
        int d = 50;
        DoublePoints x = Clouds.gaussian(120, d, 5);
        double[] clustered = x.toArray();
        for (int i = 0; i < clustered.length; i++) {
            clustered[i] = 1e-5 * clustered[i] + (i / d < 60 ? 1000 : -1000);
        }
        DoublePoints clusters = DoublePoints.wrap(clustered, 120, d);

        double[][] matrix = Tiles.matrix(SquaredDistances.of(clusters, clusters), Parallelism.sequential());

        for (int i = 0; i < 120; i++) {
            assertThat(matrix[i][i]).isZero();
            for (int j = 0; j < 120; j++) {
                double expected = exact(clusters, i, clusters, j);
                assertThat(matrix[i][j]).as("pair %d, %d", i, j).isCloseTo(expected, within(1e-11 * expected));
            }
        }
    }

    @Test
    void manyThreadsGiveTheSameBitsAsOne() {
        DoublePoints x = Clouds.gaussian(700, 90, 6);
        DoublePoints y = Clouds.gaussian(600, 90, 7);

        double[][] one = Tiles.matrix(SquaredDistances.of(x, y), Parallelism.sequential());

        for (int threads = 2; threads <= 5; threads++) {
            assertThat(Tiles.matrix(SquaredDistances.of(x, y), new Parallelism(threads)))
                    .as("%d threads", threads).isDeepEqualTo(one);
        }
    }

    @Test
    void productsAreScalarProducts() {
        DoublePoints x = Clouds.gaussian(30, 71, 8);
        DoublePoints y = Clouds.gaussian(20, 71, 9);

        double[][] products = Tiles.matrix(Products.of(x, y), Parallelism.sequential());

        for (int i = 0; i < 30; i++) {
            for (int j = 0; j < 20; j++) {
                double expected = 0;
                for (int k = 0; k < 71; k++) {
                    expected += x.get(i, k) * y.get(j, k);
                }
                assertThat(products[i][j]).isCloseTo(expected, within(1e-12));
            }
        }
    }

    @Test
    void everyTaskRunsOnce() {
        AtomicIntegerArray runs = new AtomicIntegerArray(1000);

        new Parallelism(7).forEach(1000, runs::incrementAndGet);

        for (int i = 0; i < 1000; i++) {
            assertThat(runs.get(i)).isEqualTo(1);
        }
    }

    @Test
    void exceptionOfATaskReachesTheCaller() {
        assertThatThrownBy(() -> new Parallelism(3).forEach(50, i -> {
            if (i == 31) {
                throw new IllegalStateException("task 31");
            }
        })).isInstanceOf(IllegalStateException.class).hasMessage("task 31");
    }

    @Test
    void interruptedCallerCancels() {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> Parallelism.available().forEach(10, i -> {}))
                    .isInstanceOf(CancellationException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void dimensionsMustAgree() {
        assertThatThrownBy(() -> SquaredDistances.of(Clouds.gaussian(2, 3, 1), Clouds.gaussian(2, 4, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3").hasMessageContaining("4");
    }

    private static double naive(DoublePoints x, int i, DoublePoints y, int j) {
        double sum = 0;
        for (int k = 0; k < x.dimension(); k++) {
            double difference = x.get(i, k) - y.get(j, k);
            sum += difference * difference;
        }
        return sum;
    }

    private static double exact(DoublePoints x, int i, DoublePoints y, int j) {
        BigDecimal sum = BigDecimal.ZERO;
        for (int k = 0; k < x.dimension(); k++) {
            BigDecimal difference = new BigDecimal(x.get(i, k)).subtract(new BigDecimal(y.get(j, k)));
            sum = sum.add(difference.multiply(difference));
        }
        return sum.doubleValue();
    }
}
