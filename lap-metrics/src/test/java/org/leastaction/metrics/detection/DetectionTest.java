package org.leastaction.metrics.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.metrics.Estimate;
import org.leastaction.metrics.GoldenMetrics;
import org.leastaction.metrics.statistics.Bootstrap;
import org.leastaction.points.DoublePoints;
import org.leastaction.points.FloatPoints;

/** ROC curves, boosted stumps and Mahalanobis distances against scikit-learn and closed forms. */
class DetectionTest {

    private static final GoldenMetrics GOLDEN = new GoldenMetrics("detection");
    private static final double Z = 1.959963984540054;

    @ParameterizedTest
    @ValueSource(strings = {"smooth", "ties"})
    void areasAndTheirIntervalsAreDeLongs(String name) {
        double[] clean = GOLDEN.numbers(name + ".clean");
        double[] abnormal = GOLDEN.numbers(name + ".abnormal");
        double[] areas = GOLDEN.numbers(name + ".areas");
        double[] covariance = GOLDEN.numbers(name + ".covariance");
        RocCurve[] curves = new RocCurve[2];
        for (int k = 0; k < 2; k++) {
            curves[k] = RocCurve.of(Arrays.copyOfRange(clean, 40 * k, 40 * k + 40),
                    Arrays.copyOfRange(abnormal, 25 * k, 25 * k + 25));
            Estimate area = curves[k].area();
            assertThat(area.value()).isCloseTo(areas[k], within(1e-12));
            double logit = Math.log(areas[k] / (1 - areas[k]));
            double half = Z * Math.sqrt(covariance[3 * k]) / areas[k] / (1 - areas[k]);
            assertThat(area.low()).isCloseTo(1 / (1 + Math.exp(half - logit)), within(1e-10));
            assertThat(area.high()).isCloseTo(1 / (1 + Math.exp(-half - logit)), within(1e-10));
        }
        Estimate difference = curves[0].areaMinus(curves[1]);
        double deviation = Math.sqrt(covariance[0] + covariance[3] - 2 * covariance[1]);
        assertThat(difference.value()).isCloseTo(areas[0] - areas[1], within(1e-12));
        assertThat(difference.high()).isCloseTo(areas[0] - areas[1] + Z * deviation, within(1e-10));
    }

    /** Scores N(0, 1) and N(μ, 1) have the area Φ(μ/√2). */
    @ParameterizedTest
    @CsvSource({"0, 0.5", "1, 0.7602499389065233", "2, 0.9213503964748575"})
    void theIntervalCoversTheAreaOfNormalScores(double shift, double truth) {
        int covered = 0;
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            double[] clean = random.ints(60).mapToDouble(i -> random.nextGaussian()).toArray();
            double[] abnormal = random.ints(40).mapToDouble(i -> shift + random.nextGaussian()).toArray();
            covered += RocCurve.of(clean, abnormal).area().contains(truth) ? 1 : 0;
        }
        assertThat(covered).as("of 200 intervals, seeds 0 to 199").isBetween(180, 199);
    }

    /** Newcombe's method 5 at an area of 1: the lower end solves (1 − A)² = z²·V(A). */
    @ParameterizedTest
    @CsvSource({"20, 20", "500, 10", "1, 1"})
    void aPerfectScoreHasAnInterval(int clean, int abnormal) {
        double[] zeros = new double[clean];
        double[] ones = new double[abnormal];
        Arrays.fill(ones, 1);
        Estimate area = RocCurve.of(zeros, ones).area();
        Estimate none = RocCurve.of(ones, zeros).area();

        double a = area.low();
        double middle = (clean + abnormal) / 2.0 - 1;
        double variance = a * (1 - a) * (1 + middle * (1 - a) / (2 - a) + middle * a / (1 + a)) / clean / abnormal;
        assertThat(area.value()).isEqualTo(1);
        assertThat(area.high()).isEqualTo(1);
        assertThat(area.low()).isStrictlyBetween(0.0, 1.0);
        assertThat((1 - a) * (1 - a)).isCloseTo(Z * Z * variance, within(1e-9));
        assertThat(none.value()).isZero();
        assertThat(none.low()).isZero();
        assertThat(none.high()).isStrictlyBetween(0.0, 1.0);
    }

    @Test
    void theCurveAndTheRateOfFalsePositivesAreTheDefinitions() {
        RocCurve curve = RocCurve.of(new double[] {0, 1, 1, 2}, new double[] {1, 2, 3, 3, 0.5});

        assertThat(curve.points()).containsExactly(new RocCurve.Point(0, 0), new RocCurve.Point(0, 0.4),
                new RocCurve.Point(0.25, 0.6), new RocCurve.Point(0.75, 0.8), new RocCurve.Point(0.75, 1),
                new RocCurve.Point(1, 1));
        assertThat(curve.falsePositives(0.8, Bootstrap.defaults()).value()).isEqualTo(0.75);
        assertThat(curve.falsePositives(0.6, Bootstrap.defaults()).value()).isEqualTo(0.25);
        assertThat(curve.falsePositives(0.4, Bootstrap.defaults()).value()).isZero();
        double area = 0;
        List<RocCurve.Point> points = curve.points();
        for (int i = 1; i < points.size(); i++) {
            area += (points.get(i).falsePositives() - points.get(i - 1).falsePositives())
                    * (points.get(i).truePositives() + points.get(i - 1).truePositives()) / 2;
        }
        assertThat(curve.area().value()).isCloseTo(area, within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(strings = {"wide", "tall"})
    void mahalanobisDistancesAreThoseOfTheShrunkenCovariance(String name) {
        int[] labels = GOLDEN.integers(name + ".labels");
        MahalanobisScore score = MahalanobisScore.fit(points(name + ".points", labels.length), labels);

        assertThat(score.shrinkage()).isCloseTo(GOLDEN.number(name + ".shrinkage"), within(1e-5));
        double[] expected = GOLDEN.numbers(name + ".distances");
        double[] found = score.scores(points(name + ".tests", 5));
        for (int i = 0; i < expected.length; i++) {
            assertThat(found[i]).as("%s, test %d", name, i).isCloseTo(expected[i], within(1e-4 * expected[i]));
        }
    }

    /** Abnormal rows are far from 0 on either side: no linear score finds them. */
    @Test
    void stumpsFindWhatIsTooSmallOrTooLarge() {
        DoublePoints train = twoSided(400, 1);
        boolean[] abnormal = new boolean[400];
        for (int i = 0; i < 400; i++) {
            abnormal[i] = i % 4 == 0;
        }
        BoostedStumps detector = BoostedStumps.fit(train, abnormal, BoostedStumps.Options.defaults());
        double[] scores = detector.scores(twoSided(400, 2));
        double[] clean = new double[300];
        double[] found = new double[100];
        for (int i = 0, c = 0, a = 0; i < 400; i++) {
            if (i % 4 == 0) {
                found[a++] = scores[i];
            } else {
                clean[c++] = scores[i];
            }
        }
        assertThat(RocCurve.of(clean, found).area().value()).as("seeds 1, 2").isGreaterThan(0.95);
        double[] contributions = detector.contributions(3);
        assertThat(contributions[0]).as("the feature that counts").isGreaterThan(5 * contributions[1]);
        assertThat(detector.scores(twoSided(400, 2))).isEqualTo(scores);
    }

    /** One stump without shrinkage and ridge: Newton's step of each side from log-odds 0, which is 4(p − 1/2). */
    @Test
    void oneStumpIsNewtonsStep() {
        DoublePoints x = DoublePoints.of(new double[][] {{0}, {1}, {2}, {3}});
        BoostedStumps stump = BoostedStumps.fit(
                x, new boolean[] {false, false, true, true}, new BoostedStumps.Options(1, 1, 8, 0));

        assertThat(stump.scores(x)).containsExactly(-2, -2, 2, 2);
        assertThat(stump.scores(DoublePoints.of(new double[][] {{1.49}, {1.51}}))).containsExactly(-2, 2);
    }

    @Test
    void badInputIsNamed() {
        assertThatIllegalArgumentException().isThrownBy(() -> RocCurve.of(new double[0], new double[1]))
                .withMessageContaining("0 clean");
        assertThatIllegalArgumentException().isThrownBy(() -> RocCurve.of(new double[] {Double.NaN}, new double[1]))
                .withMessageContaining("NaN");
        assertThatIllegalArgumentException().isThrownBy(() -> RocCurve.of(new double[2], new double[1])
                .areaMinus(RocCurve.of(new double[1], new double[1]))).withMessageContaining("same inputs");
        DoublePoints two = DoublePoints.of(new double[][] {{0}, {Double.NaN}});
        assertThatIllegalArgumentException().isThrownBy(() -> BoostedStumps.fit(
                two, new boolean[] {true, true}, BoostedStumps.Options.defaults()))
                .withMessageContaining("both classes");
        assertThatIllegalArgumentException().isThrownBy(() -> BoostedStumps.fit(
                two, new boolean[] {true, false}, BoostedStumps.Options.defaults())).withMessageContaining("row 1");
        assertThatIllegalArgumentException().isThrownBy(() -> MahalanobisScore.fit(
                FloatPoints.wrap(new float[4], 2, 2), new int[2])).withMessageContaining("no covariance");
    }

    private static DoublePoints twoSided(int n, long seed) {
        Random random = new Random(seed);
        double[] values = new double[3 * n];
        for (int i = 0; i < n; i++) {
            double size = i % 4 == 0 ? 2 + random.nextDouble() : 1.8 * random.nextDouble();
            values[3 * i] = random.nextBoolean() ? size : -size;
            values[3 * i + 1] = random.nextGaussian();
            values[3 * i + 2] = random.nextGaussian();
        }
        return DoublePoints.wrap(values, n, 3);
    }

    private static FloatPoints points(String key, int n) {
        double[] values = GOLDEN.numbers(key);
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return FloatPoints.wrap(floats, n, floats.length / n);
    }
}
