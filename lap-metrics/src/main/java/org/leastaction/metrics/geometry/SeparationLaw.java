package org.leastaction.metrics.geometry;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.leastaction.metrics.Estimate;
import org.leastaction.metrics.statistics.Regression;

/**
 * The law of data separation (He and Su 2023): the separation fuzziness falls by the same factor at every layer, D_k =
 * ρᵏ D₀. Fitted by least squares to ln D_k over k.
 *
 * @param rate     ρ, above 0, with Student's interval of the slope; below 1 if layers separate the classes
 * @param rSquared share of the variance of ln D_k that the line explains, in [0, 1]; 1 if the law holds exactly
 */
public record SeparationLaw(Estimate rate, double rSquared) {

    /**
     * Fits the law. O(K).
     *
     * @param fuzziness D₀ to D_K
     * @return empty for fewer than 3 values, or if one is not finite or not positive
     */
    public static Optional<SeparationLaw> of(double[] fuzziness) {
        if (fuzziness.length < 3 || !Arrays.stream(fuzziness).allMatch(d -> d > 0 && d < Double.POSITIVE_INFINITY)) {
            return Optional.empty();
        }
        Regression line = Regression.of(IntStream.range(0, fuzziness.length).asDoubleStream().toArray(),
                Arrays.stream(fuzziness).map(Math::log).toArray());
        double r = line.correlation().value();
        Estimate slope = line.slope();
        return Optional.of(new SeparationLaw(
                new Estimate(Math.exp(slope.value()), Math.exp(slope.low()), Math.exp(slope.high())), r * r));
    }
}
