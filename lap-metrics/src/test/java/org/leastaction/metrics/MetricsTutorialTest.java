package org.leastaction.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.leastaction.flow.JacobianProducts;
import org.leastaction.metrics.accuracy.Calibration;
import org.leastaction.metrics.accuracy.ClassificationQuality;
import org.leastaction.metrics.accuracy.Predictions;
import org.leastaction.metrics.accuracy.TopK;
import org.leastaction.metrics.frontier.BoxCounting;
import org.leastaction.metrics.frontier.ClassSeparation;
import org.leastaction.metrics.frontier.NeighbourFrontier;
import org.leastaction.metrics.frontier.PlaneFrontier;
import org.leastaction.metrics.jacobian.JacobianField;
import org.leastaction.metrics.jacobian.JacobianOptions;
import org.leastaction.metrics.jacobian.JacobianSummary;
import org.leastaction.metrics.jacobian.LocalJacobian;
import org.leastaction.metrics.regularity.HolderFit;
import org.leastaction.metrics.regularity.HolderOptions;
import org.leastaction.metrics.regularity.LipschitzPairs;
import org.leastaction.metrics.regularity.Maps;
import org.leastaction.metrics.regularity.PairDistances;
import org.leastaction.metrics.regularity.PairIncrements;
import org.leastaction.metrics.regularity.PairSelection;
import org.leastaction.metrics.regularity.Regularity;
import org.leastaction.metrics.robustness.CertifiedRadius;
import org.leastaction.metrics.robustness.Classifier;
import org.leastaction.metrics.robustness.FastGradient;
import org.leastaction.metrics.robustness.InputRange;
import org.leastaction.metrics.robustness.Noise;
import org.leastaction.metrics.robustness.Norm;
import org.leastaction.metrics.robustness.RobustnessCurve;
import org.leastaction.metrics.robustness.Target;
import org.leastaction.metrics.robustness.Target.LossGradient;
import org.leastaction.metrics.statistics.Bootstrap;
import org.leastaction.metrics.statistics.PairedComparison;
import org.leastaction.metrics.statistics.Regression;
import org.leastaction.metrics.statistics.StudentT;
import org.leastaction.metrics.statistics.Wilson;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.FloatPoints;

/** The snippets of the package documentation, compiled and run. */
class MetricsTutorialTest {

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

    @Test
    void jacobians() {
        int d = 2;
        FloatPoints x = FloatPoints.wrap(new float[] {0, 1, 2, 3}, 2, d);
        JacobianProducts products = new JacobianProducts() {
            @Override
            public FloatPoints jacobianVector(FloatPoints encoded, FloatPoints tangents) {
                return tangents;
            }

            @Override
            public FloatPoints vectorJacobian(FloatPoints encoded, FloatPoints cotangents) {
                return cotangents;
            }
        };

        JacobianField field = JacobianField.of(products, x, d);
        List<LocalJacobian> all = LocalJacobian.of(field, JacobianOptions.defaults());
        JacobianSummary summary = JacobianSummary.of(all, Bootstrap.defaults());

        assertThat(summary.lipschitz().contains(1)).isTrue();
        assertThat(summary.asymmetry().orElseThrow().contains(0)).isTrue();
        assertThat(summary.leastEigenvalue().orElseThrow().contains(1)).isTrue();
    }

    @Test
    void robustness() {
        FloatPoints images = FloatPoints.wrap(new float[] {0.25f, 0.75f}, 2, 1);
        int[] labels = {0, 1};
        double[] radii = {0, 0.1, 0.4};
        Classifier network = points -> FloatPoints.wrap(new float[] {
                (float) Math.log(1 - points.get(0, 0)), (float) Math.log(points.get(0, 0)),
                (float) Math.log(1 - points.get(1, 0)), (float) Math.log(points.get(1, 0))}, 2, 2);
        LossGradient lossGradient = (points, right) -> FloatPoints.wrap(new float[] {1, -1}, 2, 1);

        Target target = new Target(network, images, labels, InputRange.unit(), 128);
        RobustnessCurve noise = Noise.GAUSSIAN.curve(target, new double[] {0, 0.1, 0.2}, 1);
        RobustnessCurve fast = FastGradient.curve(target, lossGradient, Norm.L_INFINITY, radii);

        assertThat(noise.points().get(0).accuracy().value()).isEqualTo(1);
        assertThat(fast.points().get(2).accuracy().value()).isZero();
        assertThat(CertifiedRadius.of(target, lossGradient, Norm.L2, 0.5, 4, Bootstrap.defaults()).mean().value())
                .isPositive();
    }

    @Test
    void frontier() {
        FloatPoints x = Maps.uniform(1, 400, 2).toFloat();
        int[] labels = new int[400];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = x.get(i, 0) > 0 ? 1 : 0;
        }

        BoxCounting boxes = PlaneFrontier.of(x, points -> {
            int[] classes = new int[points.size()];
            for (int i = 0; i < classes.length; i++) {
                classes[i] = points.get(i, 0) > 0 ? 1 : 0;
            }
            return classes;
        }, 64, 4_096);
        double[][] distances = PairDistances.of(x, Parallelism.available());

        assertThat(boxes.dimension().value()).isCloseTo(1, within(1e-9));
        assertThat(NeighbourFrontier.of(distances, labels, 0).orElseThrow().dimension().contains(1)).isTrue();
        assertThat(ClassSeparation.of(distances, labels, 2, 10).probe().value()).isGreaterThan(0.95);
    }

    private static double medianOf(double[] values, int[] rows) {
        double[] chosen = Arrays.stream(rows).mapToDouble(row -> values[row]).sorted().toArray();
        return chosen[chosen.length / 2];
    }
}
