package org.leastaction.metrics.regularity;

import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.leastaction.metrics.Estimate;

/**
 * The fit of Proposition 3: the smallest bound ‖T(x) − T(y)‖ ≤ a + M‖x − y‖<sup>η</sup> over the bins of some scales.
 *
 * <p>For an ε-optimal map a = O(ε): a jump that no exponent smooths. Of {@value #CANDIDATES} values of a between 0 and
 * the least ω(δ), each with the lowest line above ln(ω(δ) − a), that one is taken whose bound leaves the least area
 * between ln(a + Mδ<sup>η</sup>) and ln ω(δ). The interval of a is that of {@link HolderFit}, by subsets of points and
 * {@link Drift}.
 *
 * @param offset   a, at least 0, in the units of T(x)
 * @param exponent η in [0, 1] beside that a
 * @param constant M beside that a
 * @param scales   the distances over which the bound holds and was fitted
 */
public record EpsilonFit(Estimate offset, double exponent, double constant, Scales scales) {

    private static final int CANDIDATES = 40;
    private static final double SUBSET_POWER = 0.75;

    /**
     * Fits. O(pairs + resamples · (m² + bins²)).
     *
     * @return empty where {@link HolderFit#of} is
     */
    public static Optional<EpsilonFit> of(PairIncrements pairs, HolderOptions options) {
        int n = pairs.points();
        Optional<Scales> scales = Scales.resolvedBy(pairs, options.bins());
        if (n < HolderFit.LEAST_POINTS || scales.isEmpty()) {
            return Optional.empty();
        }
        LogIncrements logs = new LogIncrements(pairs);
        Candidate best = best(logs, IntStream.range(0, n).toArray(), scales.get());
        if (best == null) {
            return Optional.empty();
        }
        int subset = (int) Math.ceil(Math.pow(n, SUBSET_POWER));
        SplittableRandom random = new SplittableRandom(options.seed());
        double[] offsets = IntStream.range(0, options.resamples())
                .mapToObj(b -> best(logs, Subsets.draw(n, subset, random), scales.get()))
                .filter(candidate -> candidate != null)
                .mapToDouble(Candidate::offset)
                .toArray();
        Estimate offset = offsets.length < options.resamples() / 2
                ? new Estimate(best.offset(), 0, best.ceiling())
                : new Drift(n, subset, IntrinsicDimension.of(pairs).value()).interval(best.offset(), offsets);
        // What a sample cannot tell from 0 is told so: the grid of candidates is the resolution.
        double step = best.ceiling() / CANDIDATES;
        return Optional.of(new EpsilonFit(
                new Estimate(best.offset(), Math.max(0, offset.low() - step), offset.high() + step),
                best.exponent(), best.constant(), scales.get()));
    }

    /** The bound a + M·δ<sup>η</sup> at a distance. */
    public double bound(double delta) {
        return offset.value() + constant * Math.pow(delta, exponent);
    }

    private record Candidate(double offset, double exponent, double constant, double area, double ceiling) {
    }

    /** Null if the bins determine no line. */
    private static Candidate best(LogIncrements pairs, int[] rows, Scales scales) {
        Envelope envelope = Envelope.of(pairs, rows, scales, 0, scales.bins() - 1, 1);
        double ceiling = Double.POSITIVE_INFINITY;
        for (int bin = 0; bin < scales.bins(); bin++) {
            if (envelope.logOmega(bin) > Double.NEGATIVE_INFINITY) {
                ceiling = Math.min(ceiling, Math.exp(envelope.logOmega(bin)));
            }
        }
        Candidate best = null;
        for (int c = 0; c < CANDIDATES; c++) {
            Candidate candidate = candidate(envelope, scales, ceiling * c / CANDIDATES, ceiling);
            if (candidate != null && (best == null || candidate.area() < best.area() - 1e-12)) {
                best = candidate;
            }
        }
        return best;
    }

    private static Candidate candidate(Envelope envelope, Scales scales, double offset, double ceiling) {
        Envelope lowered = envelope.lowered(offset);
        double slope = SupportingLine.slope(lowered, scales);
        if (Double.isNaN(slope)) {
            return null;
        }
        double exponent = HolderBound.exponent(slope);
        double logConstant = HolderBound.overBins(lowered, scales, exponent);
        double area = 0;
        for (int bin = 0; bin < scales.bins(); bin++) {
            if (envelope.logOmega(bin) > Double.NEGATIVE_INFINITY) {
                double bound = offset + Math.exp(logConstant + exponent * scales.grid().logDelta(bin));
                area += Math.log(bound) - envelope.logOmega(bin);
            }
        }
        return new Candidate(offset, exponent, Math.exp(logConstant), area, ceiling);
    }
}
