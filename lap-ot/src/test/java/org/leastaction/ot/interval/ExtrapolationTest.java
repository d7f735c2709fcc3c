package org.leastaction.ot.interval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.leastaction.ot.Clouds;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.Weights;
import org.leastaction.ot.cost.GroundCost;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.points.DoublePoints;

class ExtrapolationTest {

    /** N(0, I) and N(1, s²I): W₂² = d·(1 + (s − 1)²). */
    private static TransportProblem gaussians(int n, int d, double s, long seed) {
        return TransportProblem.squaredEuclidean(
                Clouds.gaussian(n, d, 2 * seed), Clouds.map(Clouds.gaussian(n, d, 2 * seed + 1), c -> s * c + 1));
    }

    @ParameterizedTest
    @CsvSource({"2, 2", "6, 1"})
    void comesNearerToTheClosedFormThanTheSampleAndHoldsItMostly(int d, double s) {
        double truth = d * (1 + (s - 1) * (s - 1));
        double plain = 0;
        double extrapolated = 0;
        int held = 0;
        for (int seed = 0; seed < 4; seed++) {
            Extrapolation.Result result =
                    Extrapolation.of(seed).withHalves(20).extrapolate(gaussians(400, d, s, 100 + seed));
            plain += Math.abs(result.means()[0] - truth) / 4;
            extrapolated += Math.abs(result.limit().value() - truth) / 4;
            held += result.limit().low() <= truth && truth <= result.limit().high() ? 1 : 0;
        }
        assertThat(held).as("of 4").isGreaterThanOrEqualTo(3);
        // In the plane the bias is small beside the spread, and there is little to gain.
        assertThat(extrapolated).isLessThan(d > 2 ? 0.5 * plain : 1.3 * plain);
    }

    @Test
    void meansFallWithTheSizeAndTheLimitLiesBelow() {
        Extrapolation.Result result = Extrapolation.of(1).withHalves(20).extrapolate(gaussians(400, 6, 1, 1));

        assertThat(result.sizes()).containsExactly(400, 200, 100, 50);
        assertThat(result.means()[0]).isLessThan(result.means()[1]).isGreaterThan(result.limit().value());
        assertThat(result.means()[1]).isLessThan(result.means()[2]);
        assertThat(result.exponent()).isEqualTo(1 / 3.0);
    }

    /** In 50 dimensions a few hundred points do not determine W₂², so the interval must be wide. */
    @ParameterizedTest
    @CsvSource({"10, 1", "50, 2"})
    void inManyDimensionsTheIntervalSaysHowLittleIsKnown(int d, long seed) {
        Extrapolation.Result result =
                Extrapolation.of(seed).withHalves(20).extrapolate(gaussians(400, d, 1, 200 + seed));
        double bias = result.means()[0] - d;

        assertThat(result.limit().low()).isLessThan(d);
        assertThat(result.limit().high()).isGreaterThan(d);
        assertThat(result.limit().high() - result.limit().low()).isGreaterThan(d > 10 ? bias : 0);
    }

    @Test
    void aFittedExponentIsNearThatOfTheory() {
        Extrapolation.Result result = Extrapolation.of(1).withHalves(20).extrapolateFitted(gaussians(800, 5, 1, 2));

        assertThat(result.exponent()).isBetween(0.2, 0.8);
        assertThat(result.limit().low()).isLessThan(5);
        assertThat(result.limit().high()).isGreaterThan(5);
    }

    /** Costs of coordinates about 1e100 fit, their squares do not. */
    @ParameterizedTest
    @CsvSource({"332, false", "332, true", "-332, false", "-332, true"})
    void scalesWithThePoints(int exponent, boolean fitted) {
        DoublePoints x = Clouds.gaussian(256, 3, 1);
        DoublePoints y = Clouds.map(Clouds.gaussian(256, 3, 2), c -> c + 1);
        Extrapolation extrapolation = Extrapolation.of(3).withHalves(20);
        TransportProblem plain = TransportProblem.squaredEuclidean(x, y);
        TransportProblem scaled = TransportProblem.squaredEuclidean(
                Clouds.map(x, c -> Math.scalb(c, exponent)), Clouds.map(y, c -> Math.scalb(c, exponent)));

        Extrapolation.Result expected =
                fitted ? extrapolation.extrapolateFitted(plain) : extrapolation.extrapolate(plain);
        Extrapolation.Result result =
                fitted ? extrapolation.extrapolateFitted(scaled) : extrapolation.extrapolate(scaled);

        double unit = Math.scalb(1.0, 2 * exponent);
        assertThat(result.exponent()).isEqualTo(expected.exponent());
        assertThat(result.limit().value() / unit).isCloseTo(expected.limit().value(), within(1e-9));
        assertThat(result.limit().low() / unit).isCloseTo(expected.limit().low(), within(1e-9));
        assertThat(result.limit().high() / unit).isCloseTo(expected.limit().high(), within(1e-9));
    }

    @Test
    void threadsChangeNothingAndTheSeedDoes() {
        TransportProblem problem = gaussians(256, 2, 1, 3);
        Extrapolation extrapolation = Extrapolation.of(1).withHalves(20).withExponent(0.7);
        Interval one = extrapolation.withParallelism(Parallelism.sequential()).extrapolate(problem).limit();

        assertThat(extrapolation.withParallelism(new Parallelism(3)).extrapolate(problem).limit()).isEqualTo(one);
        assertThat(Extrapolation.of(2).withHalves(20).withExponent(0.7).extrapolate(problem).limit())
                .isNotEqualTo(one);
    }

    @Test
    void exponentsAreThoseOfTheDimension() {
        assertThat(Extrapolation.exponentOf(1)).isEqualTo(1);
        assertThat(Extrapolation.exponentOf(2)).isEqualTo(1);
        assertThat(Extrapolation.exponentOf(3)).isCloseTo(2 / 3.0, within(1e-15));
        assertThat(Extrapolation.exponentOf(784)).isCloseTo(2 / 784.0, within(1e-15));
    }

    @Test
    void badInputIsRefused() {
        DoublePoints x = Clouds.gaussian(300, 2, 4);
        Extrapolation extrapolation = Extrapolation.of(1);

        assertThatThrownBy(() -> extrapolation.withHalves(3)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 20 halves, not 3");
        assertThatThrownBy(() -> extrapolation.withExponent(0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(0, 2], not 0.0");
        assertThatThrownBy(() -> extrapolation.extrapolate(TransportProblem.squaredEuclidean(x, x.rows(0, 255))))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("300 and 255");
        assertThatThrownBy(() -> extrapolation.extrapolate(TransportProblem.of(x, x, GroundCost.norm(1, 1))))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("‖x − y‖₂²");
        double[] weights = new double[300];
        weights[7] = 1;
        assertThatThrownBy(() -> extrapolation.extrapolate(
                TransportProblem.squaredEuclidean(x, x).withWeights(Weights.of(weights), Weights.uniform(300))))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("uniform weights");
    }
}
