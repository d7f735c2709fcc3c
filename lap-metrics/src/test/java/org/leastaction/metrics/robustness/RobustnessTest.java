package org.leastaction.metrics.robustness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.leastaction.metrics.robustness.Target.LossGradient;
import org.leastaction.metrics.statistics.Bootstrap;
import org.leastaction.points.FloatPoints;

/** On a linear classifier of two classes, whose frontier lies at a known distance of every input. */
class RobustnessTest {

    private static final int N = 300;
    private static final int D = 6;
    private static final double[] RADII = {0, 0.05, 0.1, 0.2, 0.4};
    private static final float[] WEIGHTS = {1, -2, 0.5f, 3, -1, 0.25f};

    private final FloatPoints inputs = inputs();
    private final int[] labels = labels(inputs);
    private final Target target = target(InputRange.unbounded());

    @ParameterizedTest
    @EnumSource
    void attacksBreakExactlyTheInputsWithinReach(Norm norm) {
        RobustnessCurve fast = FastGradient.curve(target, RobustnessTest::gradient, norm, RADII);
        RobustnessCurve projected = ProjectedGradient.defaults()
                .curve(target, RobustnessTest::gradient, norm, RADII);

        for (int r = 0; r < RADII.length; r++) {
            double expected = shareBeyond(norm, RADII[r]);
            assertThat(fast.points().get(r).accuracy().value()).as("seed 3, %s", RADII[r])
                    .isCloseTo(expected, within(1e-9));
            assertThat(projected.points().get(r).accuracy().value()).as("seed 3, %s", RADII[r])
                    .isCloseTo(expected, within(1e-9));
        }
        assertThat(projected.points().get(0).accuracy().value()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void perturbationsStayInTheBallAndTheRange(Norm norm) {
        double radius = 0.3;
        float[] by = new float[D];
        Target unit = target(InputRange.unit());
        Classifier watching = points -> {
            for (int i = 0; i < points.size(); i++) {
                for (int j = 0; j < D; j++) {
                    assertThat(points.get(i, j)).isBetween(0.0, 1.0);
                    by[j] = (float) (points.get(i, j) - unit.range().held(inputs.get(i, j)));
                }
                assertThat(norm.length(by)).isLessThan(radius + 1e-5);
            }
            return firstClass(points.size());
        };
        // Predictions remain correct, so that rows of the attack remain rows of the inputs.
        Target watched = new Target(watching, clipped(), new int[N], InputRange.unit(), N);

        ProjectedGradient.defaults().withRestarts(1)
                .curve(watched, RobustnessTest::gradient, norm, new double[] {radius});
        FastGradient.curve(watched, RobustnessTest::gradient, norm, new double[] {radius});
    }

    @ParameterizedTest
    @EnumSource
    void noiseBreaksWhatItsDistributionSays(Noise noise) {
        double radius = 0.2;
        double expected = 0;
        Random random = new Random(17);
        int draws = 400;
        for (int i = 0; i < N; i++) {
            for (int draw = 0; draw < draws; draw++) {
                double logit = logit(inputs, i);
                for (int j = 0; j < D; j++) {
                    logit += WEIGHTS[j] * radius
                            * (noise == Noise.GAUSSIAN ? random.nextGaussian() : 2 * random.nextDouble() - 1);
                }
                expected += (logit > 0) == (labels[i] == 0) ? 1.0 / (N * draws) : 0;
            }
        }

        RobustnessCurve curve = noise.curve(target, new double[] {0, radius}, 5);

        assertThat(curve.points().get(0).accuracy().value()).isEqualTo(1);
        assertThat(curve.points().get(1).accuracy().contains(expected)).as("seeds 3, 5, 17").isTrue();
        assertThat(noise.curve(target, RADII, 5)).isEqualTo(noise.curve(target, RADII, 5));
    }

    @ParameterizedTest
    @EnumSource
    void theEstimatedRadiusDoesNotReachALinearFrontier(Norm norm) {
        CertifiedRadius certified =
                CertifiedRadius.of(target, RobustnessTest::gradient, norm, 0.1, 3, Bootstrap.defaults());

        for (int i = 0; i < N; i++) {
            assertThat(certified.radii()[i]).as("seed 3").isBetween(0.0, distance(norm, i) + 1e-6);
        }
        assertThat(certified.mean().value()).isPositive();
        assertThat(certified.lipschitz()).isBetween(0.1, norm.dualLength(WEIGHTS) + 1e-5);
    }

    @Test
    void aWarmStartedCurveNeverRises() {
        RobustnessCurve curve = new ProjectedGradient(3, 1, 0)
                .curve(target, RobustnessTest::gradient, Norm.L2, RADII);

        for (int r = 1; r < RADII.length; r++) {
            assertThat(curve.points().get(r).accuracy().value())
                    .isLessThanOrEqualTo(curve.points().get(r - 1).accuracy().value());
        }
        assertThat(curve.meanAccuracy()).isBetween(0.0, 1.0);
    }

    @Test
    void anInputThatIsWrongAfterAnyStepIsBrokenAndLeftAlone() {
        int[] asked = new int[2];
        LossGradient counting = (points, some) -> {
            asked[0] += points.size();
            return gradient(points, some);
        };
        // Steps of 2.5 · 0.4 / 5 = 0.2: an input falls at the first of five, at the second, or never.
        new ProjectedGradient(5, 1, 0).curve(target, counting, Norm.L2, new double[] {0.4});
        for (int i = 0; i < N; i++) {
            double distance = distance(Norm.L2, i);
            asked[1] += distance < 0.2 ? 1 : distance < 0.4 ? 2 : 5;
        }

        assertThat(asked[0]).as("seed 3").isEqualTo(asked[1]);
    }

    @Test
    void badInputIsNamed() {
        assertThatIllegalArgumentException().isThrownBy(() -> Noise.UNIFORM.curve(target, new double[] {0.1, 0.1}, 0))
                .withMessageContaining("ascending");
        assertThatIllegalArgumentException().isThrownBy(() -> Noise.UNIFORM.curve(target, new double[0], 0))
                .withMessageContaining("at least one radius");
        assertThatIllegalArgumentException().isThrownBy(() -> new InputRange(1, 1))
                .withMessageContaining("must ascend");
        assertThatIllegalArgumentException().isThrownBy(() -> new ProjectedGradient(0, 1, 0))
                .withMessageContaining("1 step");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Target(RobustnessTest::classify, inputs, new int[1], InputRange.unit(), 8))
                .withMessageContaining("1 labels");
    }

    private Target target(InputRange range) {
        return new Target(RobustnessTest::classify, inputs, labels, range, 128);
    }

    private double shareBeyond(Norm norm, double radius) {
        double beyond = 0;
        for (int i = 0; i < N; i++) {
            beyond += distance(norm, i) > radius ? 1.0 / N : 0;
        }
        return beyond;
    }

    private double distance(Norm norm, int i) {
        return Math.abs(logit(inputs, i)) / norm.dualLength(WEIGHTS);
    }

    private static double logit(FloatPoints points, int i) {
        double sum = 0;
        for (int j = 0; j < D; j++) {
            sum += WEIGHTS[j] * (points.get(i, j) - 0.5);
        }
        return sum;
    }

    private static FloatPoints classify(FloatPoints points) {
        float[] answers = new float[2 * points.size()];
        for (int i = 0; i < points.size(); i++) {
            double logit = logit(points, i);
            answers[2 * i] = (float) -Math.log1p(Math.exp(-logit));
            answers[2 * i + 1] = (float) -Math.log1p(Math.exp(logit));
        }
        return FloatPoints.wrap(answers, points.size(), 2);
    }

    private static FloatPoints firstClass(int size) {
        float[] answers = new float[2 * size];
        for (int i = 0; i < size; i++) {
            answers[2 * i + 1] = -50;
        }
        return FloatPoints.wrap(answers, size, 2);
    }

    private static FloatPoints gradient(FloatPoints points, int[] labels) {
        float[] gradients = new float[points.size() * D];
        for (int i = 0; i < points.size(); i++) {
            double sign = labels[i] == 0 ? 1 : -1;
            double share = 1 / (1 + Math.exp(sign * logit(points, i)));
            for (int j = 0; j < D; j++) {
                gradients[i * D + j] = (float) (-sign * share * WEIGHTS[j]);
            }
        }
        return FloatPoints.wrap(gradients, points.size(), D);
    }

    private static FloatPoints inputs() {
        Random random = new Random(3);
        float[] values = new float[N * D];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (0.5 + 0.2 * random.nextGaussian());
        }
        return FloatPoints.wrap(values, N, D);
    }

    private FloatPoints clipped() {
        float[] values = inputs.toArray();
        for (int i = 0; i < values.length; i++) {
            values[i] = InputRange.unit().held(values[i]);
        }
        return FloatPoints.wrap(values, N, D);
    }

    private static int[] labels(FloatPoints points) {
        int[] labels = new int[N];
        for (int i = 0; i < N; i++) {
            labels[i] = logit(points, i) > 0 ? 0 : 1;
        }
        return labels;
    }
}
