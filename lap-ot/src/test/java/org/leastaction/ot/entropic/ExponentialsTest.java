package org.leastaction.ot.entropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.leastaction.ot.loops.Loops;

class ExponentialsTest {

    @Test
    void agreesWithTheExponentialOfTheLibrary() {
        double[] t = IntStream.rangeClosed(-1000, 500).mapToDouble(k -> k / 10.0).toArray();
        double[] zero = new double[t.length];
        double[] terms = new double[t.length];
        double[] sums = new double[t.length];

        Exponentials.add(0, t, zero, 1, 2, terms, sums);
        Exponentials.of(0, t, zero, 1, Loops.LARGEST_EXPONENT, 2, terms);

        for (int k = 0; k < t.length; k++) {
            double expected = 2 * Math.exp(t[k]);
            double error = Math.abs(t[k]) < 30 ? 3e-12 : 1e-9;
            assertThat(sums[k]).as("e^%s", t[k]).isCloseTo(expected, within(error * expected));
            assertThat(terms[k]).isEqualTo(sums[k]);
        }
    }

    @Test
    void sumsAreNeitherZeroNorInfinite() {
        double[] far = {-1e300, 1e300};
        double[] terms = new double[2];
        for (double epsilon : new double[] {1e-3, Double.MIN_VALUE}) {
            Exponentials.of(0, far, new double[2], epsilon, Loops.LARGEST_EXPONENT, 1, terms);

            assertThat(terms[0]).isBetween(Double.MIN_NORMAL, 1e-290);
            assertThat(terms[1]).isBetween(1e290, Double.MAX_VALUE);
        }
    }

    @Test
    void singlePrecisionAgreesAndIsClamped() {
        float[] v = {-1000, -15, -3, 0, 0.5f, 7, 1000};
        float[] sums = new float[v.length];

        Exponentials.add(1, v, new float[] {2, 3}, new float[][] {{0, 1, 0, 0, 0, 0, 0}, {0, 0, 1, 0, 0, 0, 0}}, 2,
                new float[v.length], new float[v.length], sums);

        double[] exponents = {-21.76, -12, 1, 1, 1.5, 8, 21.76};
        for (int k = 0; k < v.length; k++) {
            double expected = 2 * Math.exp(exponents[k]);
            assertThat((double) sums[k]).as("e^%s", exponents[k]).isCloseTo(expected, within(3e-6 * expected));
        }
    }
}
