package org.leastaction.metrics.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.metrics.Estimate;
import org.leastaction.metrics.GoldenMetrics;
import org.leastaction.metrics.statistics.Bootstrap;
import org.leastaction.metrics.statistics.Wilson;
import org.leastaction.points.DoublePoints;

class AccuracyTest {

    private static final double NEVER = Double.NEGATIVE_INFINITY;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void measuresAreThoseOfScikitLearn(int index) {
        GoldenMetrics golden = new GoldenMetrics("accuracy");
        String key = "case." + index;
        int[] shape = golden.integers(key + ".shape");
        Predictions predictions = Predictions.of(
                DoublePoints.wrap(golden.numbers(key + ".log_probabilities"), shape[0], shape[1]),
                golden.integers(key + ".labels"));

        ClassificationQuality quality = ClassificationQuality.of(predictions, Bootstrap.defaults());

        assertThat(quality.accuracy().value()).isCloseTo(golden.number(key + ".accuracy"), within(1e-12));
        assertThat(quality.nll().value()).isCloseTo(golden.number(key + ".nll"), within(1e-12));
        assertThat(quality.ece().value()).isCloseTo(golden.number(key + ".ece"), within(1e-12));
        assertThat(quality.margin().value()).isCloseTo(golden.number(key + ".margin"), within(1e-12));
        assertThat(Calibration.of(predictions, 15).expectedError())
                .isCloseTo(golden.number(key + ".ece"), within(1e-12));
        assertThat(quality.top5().isPresent()).isEqualTo(golden.has(key + ".top5"));
        quality.top5().ifPresent(
                top5 -> assertThat(top5.value()).isCloseTo(golden.number(key + ".top5"), within(1e-12)));
    }

    @Test
    void aLabelOfProbabilityZeroMakesTheLikelihoodInfiniteAndNothingNan() {
        Predictions predictions = predictions(new double[][] {{NEVER, 0}, {0, NEVER}}, 0, 0);

        ClassificationQuality quality = ClassificationQuality.of(predictions, Bootstrap.defaults());

        assertThat(quality.nll()).isEqualTo(Estimate.exact(Double.POSITIVE_INFINITY));
        assertThat(quality.accuracy()).isEqualTo(Wilson.interval(1, 2));
        assertThat(quality.margin().value()).isZero();
        assertThat(quality.ece().value()).isEqualTo(0.5);
    }

    @Test
    void anotherClassOfProbabilityZeroIsHarmless() {
        Predictions predictions = predictions(new double[][] {{0, NEVER, NEVER}, {NEVER, 0, NEVER}}, 0, 1);

        assertThat(Likelihood.negativeLog(predictions, Bootstrap.defaults())).isEqualTo(Estimate.exact(0));
        assertThat(Margin.perSample(predictions)).containsExactly(1, 1);
    }

    @Test
    void tiesGoToTheFirstClass() {
        double half = Math.log(0.5);
        Predictions predictions = predictions(new double[][] {{half, half}, {half, half}}, 0, 1);

        assertThat(predictions.predicted(1)).isZero();
        assertThat(predictions.rank(0)).isZero();
        assertThat(predictions.rank(1)).isEqualTo(1);
        assertThat(TopK.accuracy(predictions, 1).value()).isEqualTo(0.5);
    }

    @Test
    void rankZeroMeansRight() {
        GoldenMetrics golden = new GoldenMetrics("accuracy");
        Predictions predictions = Predictions.of(
                DoublePoints.wrap(golden.numbers("case.2.log_probabilities"), 60, 10),
                golden.integers("case.2.labels"));

        for (int i = 0; i < predictions.size(); i++) {
            assertThat(predictions.isRight(i)).isEqualTo(predictions.rank(i) == 0);
            assertThat(Margin.perSample(predictions)[i] > 0).isEqualTo(predictions.isRight(i));
        }
    }

    @Test
    void calibrationBinsPartitionTheSamples() {
        Predictions predictions = predictions(
                new double[][] {{Math.log(0.7), Math.log(0.3)}, {Math.log(0.3), Math.log(0.7)}, {0, NEVER}}, 0, 0, 0);

        Calibration calibration = Calibration.of(predictions, 4);

        assertThat(calibration.bins()).hasSize(2);
        assertThat(calibration.bins()).extracting(Calibration.Bin::samples).containsExactly(2, 1);
        assertThat(calibration.bins().get(0).accuracy().value()).isEqualTo(0.5);
        assertThat(calibration.expectedError()).isCloseTo(2.0 / 3 * 0.2, within(1e-12));
    }

    @Test
    void confusionCountsEverySampleOnce() {
        GoldenMetrics golden = new GoldenMetrics("accuracy");
        Predictions predictions = Predictions.of(
                DoublePoints.wrap(golden.numbers("case.2.log_probabilities"), 60, 10),
                golden.integers("case.2.labels"));

        ConfusionMatrix matrix = ConfusionMatrix.of(predictions);

        int all = 0;
        int right = 0;
        for (int label = 0; label < 10; label++) {
            all += matrix.samples(label);
            right += matrix.count(label, label);
            if (matrix.samples(label) > 0) {
                assertThat(matrix.recall(label).value())
                        .isEqualTo((double) matrix.count(label, label) / matrix.samples(label));
            }
        }
        assertThat(all).isEqualTo(60);
        assertThat(right / 60.0).isCloseTo(golden.number("case.2.accuracy"), within(1e-12));
        assertThat(ConfusionMatrix.of(predictions(new double[][] {{0, NEVER}, {0, NEVER}}, 0, 1)).precision(0).value())
                .isEqualTo(0.5);
    }

    @Test
    void badInputIsNamed() {
        double half = Math.log(0.5);
        assertThatIllegalArgumentException().isThrownBy(() -> predictions(new double[][] {{half, half}}, 2))
                .withMessageContaining("label 2 of sample 0");
        assertThatIllegalArgumentException().isThrownBy(() -> predictions(new double[][] {{half, half}}, 0, 1))
                .withMessageContaining("2 labels for 1");
        assertThatIllegalArgumentException().isThrownBy(() -> predictions(new double[][] {{Double.NaN, 0}}, 0))
                .withMessageContaining("NaN");
        assertThatIllegalArgumentException().isThrownBy(() -> predictions(new double[][] {{3, 1}}, 0))
                .withMessageContaining("logits");
        assertThatIllegalArgumentException().isThrownBy(() -> predictions(new double[][] {{NEVER, NEVER}}, 0))
                .withMessageContaining("sum to 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TopK.accuracy(predictions(new double[][] {{half, half}}, 0), 2))
                .withMessageContaining("top-2 of 2");
    }

    private static Predictions predictions(double[][] logProbabilities, int... labels) {
        return Predictions.of(DoublePoints.of(logProbabilities), labels);
    }
}
