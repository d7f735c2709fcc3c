package org.leastaction.ot.entropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExponentialsTest {

    @Test
    void agreesWithTheExponentialOfTheLibrary() {
        double[] t = IntStream.rangeClosed(-1000, 500).mapToDouble(k -> k / 10.0).toArray();
        double[] zero = new double[t.length];
        double[] roots = new double[t.length];
        double[] sums = new double[t.length];

        Exponentials.roots(0, t, zero, 1, Exponentials.LARGEST_EXPONENT, roots);
        Exponentials.add(2, roots, sums);
        Exponentials.finish(2, roots);

        for (int k = 0; k < t.length; k++) {
            double expected = 2 * Math.exp(t[k]);
            double error = Math.abs(t[k]) < 30 ? 3e-12 : 1e-9;
            assertThat(sums[k]).as("e^%s", t[k]).isCloseTo(expected, within(error * expected));
            assertThat(roots[k]).isEqualTo(sums[k]);
        }
    }

    @Test
    void sumsAreNeitherZeroNorInfinite() {
        double[] far = {-1e300, 1e300};
        double[] roots = new double[2];

        Exponentials.roots(0, far, new double[2], 1e-3, Exponentials.LARGEST_EXPONENT, roots);
        Exponentials.finish(1, roots);

        assertThat(roots[0]).isBetween(Double.MIN_NORMAL, 1e-290);
        assertThat(roots[1]).isBetween(1e290, Double.MAX_VALUE);
    }
}
