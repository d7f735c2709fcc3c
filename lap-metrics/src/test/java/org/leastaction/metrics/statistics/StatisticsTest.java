package org.leastaction.metrics.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.leastaction.metrics.Estimate;

class StatisticsTest {

    private static final int REPETITIONS = 400;

    @Test
    void studentsIntervalCoversTheMeanInNineteenOfTwentySamples() {
        double covered = coverage(3, random -> StudentT.mean(normals(random, 5, 3)), 3);

        assertThat(covered).as("seeds from 3").isBetween(0.92, 0.98);
    }

    @Test
    void wilsonsIntervalCoversASmallShare() {
        double covered = coverage(5, random -> {
            int hits = 0;
            for (int i = 0; i < 100; i++) {
                hits += random.nextDouble() < 0.04 ? 1 : 0;
            }
            return Wilson.interval(hits, 100);
        }, 0.04);

        assertThat(covered).as("seeds from 5").isBetween(0.91, 0.99);
    }

    @ParameterizedTest
    @EnumSource
    void bootstrapCoversTheMeanOfASkewedDistribution(Bootstrap.Method method) {
        double covered = coverage(7, random -> {
            double[] values = new double[60];
            Arrays.setAll(values, i -> -Math.log(1 - random.nextDouble()));
            return new Bootstrap(400, random.nextLong(), method).mean(values);
        }, 1);

        assertThat(covered).as("seeds from 7, " + method).isBetween(0.89, 0.98);
    }

    @Test
    void slopeIntervalCoversTheSlope() {
        double covered = coverage(11, random -> {
            double[] x = normals(random, 12, 0);
            double[] y = normals(random, 12, 0);
            Arrays.setAll(y, i -> y[i] + 2 * x[i]);
            return Regression.of(x, y).slope();
        }, 2);

        assertThat(covered).as("seeds from 11").isBetween(0.92, 0.98);
    }

    @Test
    void pairedComparisonIsBlindToTheSeedsOwnLuck() {
        Random random = new Random(13);
        double[] luck = normals(random, 8, 0);
        double[] first = Arrays.stream(luck).map(value -> 100 * value + 0.5 + 0.01 * random.nextGaussian()).toArray();
        double[] second = Arrays.stream(luck).map(value -> 100 * value).toArray();

        PairedComparison comparison = PairedComparison.of(first, second);

        assertThat(comparison.difference().value()).as("seed 13").isCloseTo(0.5, within(0.02));
        assertThat(comparison.difference().contains(0)).isFalse();
        assertThat(comparison.pValue()).isLessThan(1e-6);
        assertThat(comparison.wins()).isEqualTo(8);
        assertThat(comparison.losses()).isZero();
    }

    @Test
    void comparisonBySeedUsesCommonSeedsAlone() {
        PairedComparison comparison = PairedComparison.bySeed(
                Map.of(1L, 3.0, 2L, 4.0, 3L, 6.0, 9L, 1e9), Map.of(3L, 3.0, 2L, 2.0, 1L, 2.0, 7L, -1e9));

        assertThat(comparison.pairs()).isEqualTo(3);
        assertThat(comparison.difference().value()).isEqualTo(2);
    }

    @Test
    void equalMethodsDoNotDiffer() {
        PairedComparison same = PairedComparison.of(new double[] {1, 2}, new double[] {1, 2});
        PairedComparison shifted = PairedComparison.of(new double[] {2, 3}, new double[] {1, 2});

        assertThat(same.pValue()).isEqualTo(1);
        assertThat(shifted.pValue()).isZero();
    }

    @Test
    void oneValueHasNoBoundedInterval() {
        assertThat(StudentT.mean(new double[] {4})).isEqualTo(Estimate.unbounded(4));
        assertThat(Bootstrap.defaults().mean(new double[] {4})).isEqualTo(Estimate.unbounded(4));
    }

    @Test
    void bootstrapRepeatsWithItsSeed() {
        double[] values = normals(new Random(17), 40, 1);
        Bootstrap bootstrap = Bootstrap.defaults().withSeed(5);

        assertThat(bootstrap.mean(values)).isEqualTo(bootstrap.mean(values));
        assertThat(bootstrap.mean(values)).isNotEqualTo(bootstrap.withSeed(6).mean(values));
    }

    @ParameterizedTest
    @EnumSource
    void bootstrapOfEqualValuesIsAPoint(Bootstrap.Method method) {
        assertThat(Bootstrap.defaults().withMethod(method).mean(new double[] {2, 2, 2})).isEqualTo(Estimate.exact(2));
    }

    @Test
    void bootstrapGivesUpWhereDrawsAreUndetermined() {
        Statistic onlyOfAll = rows -> Arrays.stream(rows).distinct().count() == rows.length ? 1 : Double.NaN;

        assertThat(Bootstrap.defaults().of(30, onlyOfAll)).isEqualTo(Estimate.unbounded(1));
    }

    @Test
    void perfectAndFlatLinesAreExact() {
        Regression perfect = Regression.of(new double[] {1, 2, 3, 4}, new double[] {2, 4, 6, 8});
        Regression flat = Regression.of(new double[] {1, 2, 3, 4}, new double[] {5, 5, 5, 5});

        assertThat(perfect.slope().value()).isCloseTo(2, within(1e-12));
        assertThat(perfect.correlation().value()).isCloseTo(1, within(1e-12));
        assertThat(flat.slope().value()).isZero();
        assertThat(flat.correlation().value()).isZero();
        assertThat(flat.pValue()).isEqualTo(1);
    }

    @Test
    void quantilesInterpolate() {
        double[] sorted = {1, 2, 4, Double.POSITIVE_INFINITY};

        assertThat(Quantiles.ofSorted(sorted, 0.5)).isEqualTo(3);
        assertThat(Quantiles.ofSorted(sorted, 0)).isEqualTo(1);
        assertThat(Quantiles.ofSorted(sorted, 1)).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void badInputIsNamed() {
        assertThatIllegalArgumentException().isThrownBy(() -> StudentT.mean(new double[0]))
                .withMessageContaining("at least 1");
        assertThatIllegalArgumentException().isThrownBy(() -> StudentT.mean(new double[] {1, Double.NaN}))
                .withMessageContaining("value 1 is NaN");
        assertThatIllegalArgumentException().isThrownBy(() -> Wilson.interval(3, 2)).withMessageContaining("3 of 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Regression.of(new double[] {1, 1, 1}, new double[] {1, 2, 3}))
                .withMessageContaining("different x");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PairedComparison.of(new double[] {1, 2}, new double[] {1}))
                .withMessageContaining("2 and 1");
        assertThatIllegalArgumentException().isThrownBy(() -> Bootstrap.defaults().withResamples(10))
                .withMessageContaining("100");
    }

    private static double coverage(long firstSeed, Function<Random, Estimate> interval, double truth) {
        int covered = 0;
        for (int i = 0; i < REPETITIONS; i++) {
            covered += interval.apply(new Random(firstSeed + 1000L * i)).contains(truth) ? 1 : 0;
        }
        return (double) covered / REPETITIONS;
    }

    private static double[] normals(Random random, int size, double mean) {
        double[] values = new double[size];
        Arrays.setAll(values, i -> mean + random.nextGaussian());
        return values;
    }
}
