package org.leastaction.metrics.regularity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.metrics.Estimate;
import org.leastaction.points.DoublePoints;

class HolderFitTest {

    private static final int SEEDS = 40;

    @ParameterizedTest
    @CsvSource({"1, 0.25", "1, 0.5", "1, 0.75", "1, 1", "2, 0.25", "2, 0.5", "2, 0.75", "2, 1"})
    void theIntervalHoldsTheExponentOfAPower(int dimension, double exponent) {
        int covered = 0;
        double sum = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            DoublePoints x = Maps.uniform(31 * seed + 7, 200, dimension);
            HolderFit fit = fit(x, Maps.power(x, exponent), HolderOptions.defaults().withResamples(150));
            covered += fit.exponent().contains(exponent) ? 1 : 0;
            sum += fit.exponent().value();
        }

        assertThat(covered).as("covered of %d, seeds 31·k + 7", SEEDS).isGreaterThanOrEqualTo(34);
        // The bias is upwards, as it has to be, and the greater the smaller the exponent.
        assertThat(sum / SEEDS).as("mean, seeds 31·k + 7").isBetween(exponent - 0.01, exponent + 0.4 * (1 - exponent));
    }

    @Test
    void exponentsComeInTheOrderOfTheMaps() {
        DoublePoints x = Maps.uniform(1, 600, 2);
        double previous = -1;

        for (double exponent : new double[] {0.1, 0.3, 0.5, 0.7, 0.9}) {
            double fitted = fit(x, Maps.power(x, exponent)).exponent().value();
            assertThat(fitted).as("seed 1").isGreaterThan(previous);
            previous = fitted;
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.3, 1})
    void theBoundHoldsForEveryPairInItsScalesAndIsReached(double exponent) {
        DoublePoints x = Maps.uniform(2, 400, 2);
        PairIncrements pairs = PairIncrements.between(x, Maps.power(x, exponent), PairSelection.defaults());
        HolderFit fit = HolderFit.of(pairs, HolderOptions.defaults()).orElseThrow();
        double tightest = 0;

        for (int i = 0; i < pairs.points(); i++) {
            for (int j = 0; j < i; j++) {
                double r = pairs.distance(i, j);
                if (r >= fit.scales().from() && r <= fit.scales().to()) {
                    tightest = Math.max(tightest, pairs.increment(i, j) / fit.bound(r));
                }
            }
        }

        assertThat(tightest).as("seed 2").isCloseTo(1, within(1e-9));
    }

    @Test
    void noOtherLineAboveTheEnvelopeIsLower() {
        DoublePoints x = Maps.uniform(3, 400, 1);
        HolderFit fit = fit(x, Maps.power(x, 0.5));
        double own = height(fit, fit.slope());

        for (double slope = -1; slope <= 2; slope += 0.01) {
            assertThat(height(fit, slope)).as("seed 3, slope %f", slope).isGreaterThanOrEqualTo(own - 1e-12);
        }
    }

    @Test
    void aLinearMapIsLipschitz() {
        DoublePoints x = Maps.normal(4, 400, 2);
        HolderFit fit = fit(x, Maps.stretch(x, 1, 3));

        assertThat(fit.exponent().value()).as("seed 4").isGreaterThan(0.97);
        assertThat(fit.exponent().contains(1)).as("seed 4").isTrue();
        assertThat(fit.constant().value()).as("seed 4").isCloseTo(3, within(0.05));
    }

    @Test
    void aRotationHasExponentAndConstantOne() {
        DoublePoints x = Maps.normal(5, 400, 2);
        HolderFit fit = fit(x, Maps.rotate(x, 0.7));

        assertThat(fit.exponent().value()).as("seed 5").isGreaterThan(0.97);
        assertThat(fit.constant().value()).as("seed 5").isCloseTo(1, within(0.03));
    }

    @Test
    void aSteepSlopeIsHeldToLipschitz() {
        // Ten clusters in a row, far apart, that shrink as they move: increments fall faster than the distance.
        DoublePoints x = Maps.map(Maps.uniform(6, 300, 1), point -> new double[] {
                point[0] + 10 * Math.rint(5 * point[0])});
        DoublePoints tx = Maps.map(Maps.uniform(6, 300, 1), point -> new double[] {
                0.01 * point[0] + 10 * Math.rint(5 * point[0])});
        HolderFit fit = fit(x, tx);

        assertThat(fit.slope()).as("seed 6").isGreaterThan(1.1);
        assertThat(fit.exponent().value()).as("seed 6").isEqualTo(1);
        assertThat(fit.exponent().high()).as("seed 6").isEqualTo(1);
    }

    @Test
    void aJumpHasAnExponentNearZeroOverItsScales() {
        DoublePoints x = Maps.uniform(7, 400, 1);
        HolderFit fit = fit(x, Maps.jump(x, 50));

        // ω(δ) = 50 + δ: the lowest line above it rises by ln((50 + to) / (50 + from)) over ln(to / from).
        assertThat(fit.exponent().value()).as("seed 7").isBetween(0.0, 0.01);
        assertThat(fit.constant().value()).as("seed 7").isBetween(50.0, 52.0);
    }

    @Test
    void aConstantMapHasExponentOneAndConstantZero() {
        DoublePoints x = Maps.uniform(8, 50, 3);
        HolderFit fit = fit(x, Maps.map(x, point -> new double[] {2}));

        assertThat(fit.exponent()).isEqualTo(Estimate.exact(1));
        assertThat(fit.constant()).isEqualTo(Estimate.exact(0));
        assertThat(fit.slope()).isNaN();
    }

    @Test
    void unitsDoNotChangeTheExponent() {
        DoublePoints x = Maps.uniform(9, 300, 2);
        DoublePoints tx = Maps.power(x, 0.5);
        HolderFit fit = fit(x, tx);
        HolderFit scaled = fit(Maps.stretch(x, 1024, 1024), Maps.stretch(tx, 8, 8));

        assertThat(scaled.exponent().value()).as("seed 9").isCloseTo(fit.exponent().value(), within(1e-9));
        assertThat(scaled.exponent().low()).as("seed 9").isCloseTo(fit.exponent().low(), within(1e-9));
        assertThat(scaled.constant().value()).as("seed 9").isCloseTo(
                fit.constant().value() * 8 / Math.pow(1024, fit.exponent().value()), within(1e-9));
    }

    @Test
    void aLowerEnvelopeLiesLower() {
        DoublePoints x = Maps.uniform(10, 300, 2);
        HolderFit greatest = fit(x, Maps.power(x, 0.5));
        HolderFit median = fit(x, Maps.power(x, 0.5), HolderOptions.defaults().withQuantile(0.5));

        assertThat(median.bound(0.3)).as("seed 10").isLessThan(greatest.bound(0.3));
        // The median pair lies away from 0, where the root is smooth.
        assertThat(median.exponent().value()).as("seed 10").isGreaterThan(greatest.exponent().value());
    }

    @Test
    void theFitRepeatsWithItsSeedAndNamesItsSample() {
        DoublePoints x = Maps.uniform(11, 200, 2);
        PairIncrements pairs = PairIncrements.between(
                x, Maps.power(x, 0.5), PairSelection.defaults().withMaxPoints(81));

        HolderFit fit = HolderFit.of(pairs, HolderOptions.defaults()).orElseThrow();

        assertThat(fit).isEqualTo(HolderFit.of(pairs, HolderOptions.defaults()).orElseThrow());
        assertThat(fit.constant()).isNotEqualTo(
                HolderFit.of(pairs, HolderOptions.defaults().withSeed(1)).orElseThrow().constant());
        assertThat(fit.points()).isEqualTo(81);
        assertThat(fit.totalPoints()).isEqualTo(200);
        assertThat(fit.subsetPoints()).isEqualTo(27);
    }

    @Test
    void tooFewOrEqualPointsHaveNoFit() {
        DoublePoints few = Maps.uniform(12, HolderFit.LEAST_POINTS - 1, 2);
        DoublePoints equal = Maps.map(Maps.uniform(13, 40, 2), point -> new double[] {1, 1});

        assertThat(HolderFit.of(PairIncrements.between(few, few, PairSelection.defaults()), HolderOptions.defaults()))
                .isEmpty();
        assertThat(Regularity.of(equal, equal, PairSelection.defaults(), HolderOptions.defaults()).holder()).isEmpty();
    }

    @Test
    void duplicatesWithTwoImagesDoNotSpoilTheFit() {
        DoublePoints x = Maps.uniform(14, 200, 2);
        int[] twice = new int[201];
        for (int i = 0; i < 200; i++) {
            twice[i] = i;
        }
        DoublePoints tx = Maps.power(x.select(twice), 1);
        tx.array()[400] += 1;

        Regularity regularity =
                Regularity.of(x.select(twice), tx, PairSelection.defaults(), HolderOptions.defaults());

        assertThat(regularity.lipschitz().constant()).isInfinite();
        assertThat(regularity.holder().orElseThrow().constant().value()).isFinite();
    }

    /** Height at the middle of the scales of the line of this slope that touches the envelope from above. */
    private static double height(HolderFit fit, double slope) {
        Scales scales = fit.scales();
        double middle = 0.5 * Math.log(scales.from() * scales.to());
        return fit.modulus().points().stream()
                .filter(point -> point.delta() > scales.from() && point.delta() < scales.to())
                .mapToDouble(point -> Math.log(point.omega()) - slope * (Math.log(point.delta()) - middle))
                .max()
                .orElseThrow();
    }

    private static HolderFit fit(DoublePoints x, DoublePoints tx) {
        return fit(x, tx, HolderOptions.defaults());
    }

    private static HolderFit fit(DoublePoints x, DoublePoints tx, HolderOptions options) {
        return HolderFit.of(PairIncrements.between(x, tx, PairSelection.defaults()), options).orElseThrow();
    }
}
