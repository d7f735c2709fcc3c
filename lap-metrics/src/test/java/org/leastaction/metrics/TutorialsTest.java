package org.leastaction.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.leastaction.metrics.accuracy.Calibration;
import org.leastaction.metrics.accuracy.ClassificationQuality;
import org.leastaction.metrics.accuracy.Predictions;
import org.leastaction.metrics.accuracy.TopK;
import org.leastaction.metrics.regularity.HolderFit;
import org.leastaction.metrics.regularity.HolderOptions;
import org.leastaction.metrics.regularity.LipschitzPairs;
import org.leastaction.metrics.regularity.PairIncrements;
import org.leastaction.metrics.regularity.PairSelection;
import org.leastaction.metrics.regularity.Regularity;
import org.leastaction.metrics.statistics.Bootstrap;
import org.leastaction.metrics.statistics.PairedComparison;
import org.leastaction.metrics.statistics.Regression;
import org.leastaction.metrics.statistics.StudentT;
import org.leastaction.metrics.statistics.Wilson;
import org.leastaction.points.FloatPoints;

/** The snippets of the package documentation, compiled and run. */
class TutorialsTest {

    @Test
    void regularity() {
        float[] grid = new float[40];
        for (int i = 0; i < grid.length; i++) {
            grid[i] = i * i / 1600f;
        }
        FloatPoints x = FloatPoints.wrap(grid, 40, 1);
        FloatPoints tx = x;

        PairIncrements pairs = PairIncrements.between(x, tx, PairSelection.defaults());
        double lipschitz = LipschitzPairs.of(pairs).constant();
        HolderFit fit = HolderFit.of(pairs, HolderOptions.defaults()).orElseThrow();
        Regularity all = Regularity.of(x, tx, PairSelection.defaults(), HolderOptions.defaults());

        assertThat(lipschitz).isEqualTo(1);
        assertThat(fit.exponent().contains(1)).isTrue();
        assertThat(fit.constant().value()).isPositive();
        assertThat(fit.scales().to()).isGreaterThan(fit.scales().from());
        assertThat(fit.modulus().points()).isNotEmpty();
        assertThat(all.holder()).contains(fit);
    }

    @Test
    void accuracy() {
        float half = (float) Math.log(0.5);
        float[] rows = {half, half, 0, Float.NEGATIVE_INFINITY};
        int[] labels = {0, 0};

        Predictions predictions = Predictions.of(FloatPoints.wrap(rows, 2, 2), labels);
        Estimate accuracy = TopK.accuracy(predictions, 1);
        ClassificationQuality quality = ClassificationQuality.of(predictions, Bootstrap.defaults());

        assertThat(quality.accuracy()).isEqualTo(accuracy);
        assertThat(quality.top5()).isEmpty();
        assertThat(quality.nll().value()).isFinite();
        assertThat(Calibration.of(predictions, 15).bins()).hasSize(2);
    }

    @Test
    void statistics() {
        double[] values = {0.93, 0.95, 0.91};
        Map<Long, Double> lap = Map.of(1L, 0.93, 2L, 0.95, 3L, 0.97);
        Map<Long, Double> vanilla = Map.of(1L, 0.83, 2L, 0.87, 3L, 0.86);

        Estimate accuracy = Wilson.interval(1_901, 2_000);
        Estimate overSeeds = StudentT.mean(values);
        Estimate median = Bootstrap.defaults().withSeed(1).of(values.length, rows -> medianOf(values, rows));
        Regression line = Regression.of(new double[] {1, 2, 3}, values);
        PairedComparison gain = PairedComparison.bySeed(lap, vanilla);

        assertThat(accuracy.contains(0.95)).isTrue();
        assertThat(overSeeds.value()).isBetween(0.92, 0.94);
        assertThat(median.value()).isEqualTo(0.93);
        assertThat(line.slope().contains(0)).isTrue();
        assertThat(gain.difference().low()).isPositive();
        assertThat(gain.pValue()).isLessThan(0.05);
    }

    private static double medianOf(double[] values, int[] rows) {
        double[] chosen = Arrays.stream(rows).mapToDouble(row -> values[row]).sorted().toArray();
        return chosen[chosen.length / 2];
    }
}
