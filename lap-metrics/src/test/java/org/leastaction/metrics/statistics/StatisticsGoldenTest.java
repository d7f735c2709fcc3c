package org.leastaction.metrics.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.leastaction.metrics.EstimateAssert.assertThatEstimate;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.metrics.GoldenMetrics;

/** Against SciPy, see golden/statistics.py. */
class StatisticsGoldenTest {

    private final GoldenMetrics golden = new GoldenMetrics("statistics");

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void meanIntervalIsStudents(int index) {
        assertThatEstimate(StudentT.mean(golden.numbers("mean." + index + ".values")))
                .isCloseTo(golden.numbers("mean." + index + ".expected"), 1e-9);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void shareIntervalIsWilsons(int index) {
        int[] counts = golden.integers("wilson." + index + ".counts");

        assertThatEstimate(Wilson.interval(counts[0], counts[1]))
                .isCloseTo(golden.numbers("wilson." + index + ".expected"), 1e-9);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void regressionHasItsIntervals(int index) {
        String key = "regression." + index;
        Regression fit = Regression.of(golden.numbers(key + ".x"), golden.numbers(key + ".y"));

        assertThatEstimate(fit.slope()).isCloseTo(golden.numbers(key + ".slope"), 1e-9);
        assertThatEstimate(fit.intercept()).isCloseTo(golden.numbers(key + ".intercept"), 1e-9);
        assertThatEstimate(fit.correlation()).isCloseTo(golden.numbers(key + ".correlation"), 1e-9);
        assertThat(fit.pValue()).isCloseTo(golden.number(key + ".p"), within(1e-9));
        assertThatEstimate(fit.at(0)).isCloseTo(golden.numbers(key + ".intercept"), 1e-9);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void pairedComparisonIsThePairedTTest(int index) {
        String key = "paired." + index;
        PairedComparison comparison =
                PairedComparison.of(golden.numbers(key + ".first"), golden.numbers(key + ".second"));

        assertThatEstimate(comparison.difference()).isCloseTo(golden.numbers(key + ".difference"), 1e-9);
        assertThat(comparison.pValue()).isCloseTo(golden.number(key + ".p"), within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void bootstrapOfAMeanIsThatOfManyMoreResamples(int index) {
        String key = "bootstrap." + index;
        double[] values = golden.numbers(key + ".values");
        Bootstrap bootstrap = Bootstrap.defaults().withResamples(20_000).withSeed(4);

        // The ends move by about 0.01 between seeds at 20,000 resamples; BCa differs from the percentiles by more.
        assertThatEstimate(bootstrap.mean(values)).isCloseTo(golden.numbers(key + ".bca"), 0.02);
        assertThatEstimate(bootstrap.withMethod(Bootstrap.Method.PERCENTILE).mean(values))
                .isCloseTo(golden.numbers(key + ".percentile"), 0.02);
    }
}
