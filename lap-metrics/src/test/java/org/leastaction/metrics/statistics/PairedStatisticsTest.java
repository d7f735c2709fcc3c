package org.leastaction.metrics.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.leastaction.metrics.Estimate;

/** Welch's interval, Spearman's correlation and the jackknife. */
class PairedStatisticsTest {

    private static final double[] X = {1, 2, 2, 5, 4, 9, 7, 7};
    private static final double[] Y = {3, 1, 4, 4, 2, 9, 8, 6};

    /** scipy.stats.ttest_ind(a, b, equal_var=False).confidence_interval(0.95). */
    @Test
    void welchAgreesWithScipy() {
        Estimate difference = StudentT.difference(new double[] {1, 2.5, 4, 3.5}, new double[] {0.5, 1, 0});

        assertThat(difference.value()).isCloseTo(2.25, within(1e-12));
        assertThat(difference.low()).isCloseTo(0.2525793735212072, within(1e-9));
        assertThat(difference.high()).isCloseTo(4.247420626478792, within(1e-9));
        assertThat(StudentT.difference(new double[] {3, 3}, new double[] {1, 1})).isEqualTo(Estimate.exact(2));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StudentT.difference(new double[] {1}, new double[] {1, 2}));
    }

    /** scipy.stats.spearmanr(x, y), with ties. */
    @Test
    void rankCorrelationAgreesWithScipy() {
        int[] all = IntStream.range(0, X.length).toArray();

        assertThat(RankCorrelation.of(X, Y).of(all)).isCloseTo(0.8181968448917964, within(1e-12));
        assertThat(RankCorrelation.of(X, X).of(all)).isEqualTo(1);
        assertThat(RankCorrelation.of(X, Arrays.stream(X).map(x -> -x * x * x).toArray()).of(all)).isEqualTo(-1);
        assertThat(RankCorrelation.of(X, new double[8]).of(all)).isNaN();
        assertThatIllegalArgumentException().isThrownBy(() -> RankCorrelation.of(X, new double[3]));
    }

    /** For a mean, deleting one value at a time gives Student's interval. */
    @Test
    void theJackknifeOfAMeanIsStudents() {
        double sum = Arrays.stream(X).sum();
        double[] without = Arrays.stream(X).map(x -> (sum - x) / (X.length - 1)).toArray();

        Estimate jackknife = Jackknife.of(sum / X.length, without);

        assertThat(jackknife.low()).isCloseTo(StudentT.mean(X).low(), within(1e-12));
        assertThat(jackknife.high()).isCloseTo(StudentT.mean(X).high(), within(1e-12));
        assertThat(Jackknife.of(1, new double[] {1, 1, 1})).isEqualTo(Estimate.exact(1));
        assertThatIllegalArgumentException().isThrownBy(() -> Jackknife.of(1, new double[] {1}));
    }
}
