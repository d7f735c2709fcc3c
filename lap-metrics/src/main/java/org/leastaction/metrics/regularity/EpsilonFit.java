package org.leastaction.metrics.regularity;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.leastaction.metrics.Estimate;
import org.leastaction.metrics.regularity.Envelope.SupportingLine;
import org.leastaction.metrics.regularity.HolderFit.Drift;
import org.leastaction.metrics.regularity.PairSelection.Subsets;

/**
 * The fit of Proposition 3: the smallest bound ‖T(x) − T(y)‖ ≤ a + M‖x − y‖<sup>η</sup> over the bins of some scales.
 *
 * <p>For an ε-optimal map a = O(ε): a jump, which no exponent describes. The candidates are {@value #CANDIDATES} values
 * of a between 0 and the least ω(δ), denser towards that, each with the lowest line above ln(ω(δ) − a); the one whose
 * bound leaves the least area between ln(a + Mδ<sup>η</sup>) and ln ω(δ) is chosen. The interval of a is that of {@link
 * HolderFit}, by subsets of points and {@link Drift}, widened to all values whose bounds lie less than 5 % higher on
 * average: the sample hardly distinguishes these. The scales begin at the distance within which a point has {@value
 * #NEIGHBOURS} others on average: below it, a sample misses jumps.
 *
 * @param offset   a, at least 0, in the units of T(x)
 * @param exponent η in [0, 1] for this a
 * @param constant M beside that a
 * @param scales   the distances over which the bound holds and was fitted
 */
public record EpsilonFit(Estimate offset, double exponent, double constant, Scales scales) {

    private static final int CANDIDATES = 40;
    private static final double SUBSET_POWER = 0.75;
    private static final double NEIGHBOURS = 12;
    /** Mean height in ln ω, 5 %. */
    private static final double ALIKE = 0.05;

    /**
     * Fits the bound. O(pairs + resamples · (m² + bins²)).
     *
     * @return empty for fewer than {@value HolderFit#LEAST_POINTS} points, or where these resolve no such scales
     */
    public static Optional<EpsilonFit> of(PairIncrements pairs, HolderOptions options) {
        int n = pairs.points();
        Optional<Scales> scales = Scales.populated(pairs, NEIGHBOURS, options.bins());
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
        Estimate alike = alike(logs, scales.get(), best);
        return Optional.of(new EpsilonFit(
                new Estimate(best.offset(), Math.max(0, Math.min(offset.low(), alike.low())),
                        Math.max(offset.high(), alike.high())),
                best.exponent(), best.constant(), scales.get()));
    }

    /** The bound a + M·δ<sup>η</sup> at a distance. */
    public double bound(double delta) {
        return offset.value() + constant * Math.pow(delta, exponent);
    }

    private record Candidate(double offset, double exponent, double constant, double area, double ceiling) {}

    /** The values of a whose bounds are at most 5 % higher than the best, with the adjacent candidates. */
    private static Estimate alike(LogIncrements pairs, Scales scales, Candidate best) {
        List<Candidate> all = candidates(pairs, IntStream.range(0, pairs.points()).toArray(), scales);
        double low = best.offset();
        double high = best.offset();
        for (int c = 0; c < all.size(); c++) {
            if (all.get(c).area() <= best.area() + ALIKE) {
                low = Math.min(low, all.get(Math.max(0, c - 1)).offset());
                high = Math.max(high, c + 1 < all.size() ? all.get(c + 1).offset() : best.ceiling());
            }
        }
        return new Estimate(best.offset(), low, high);
    }

    /** Returns null if the bins determine no line. */
    private static @Nullable Candidate best(LogIncrements pairs, int[] rows, Scales scales) {
        Candidate best = null;
        for (Candidate candidate : candidates(pairs, rows, scales)) {
            if (best == null || candidate.area() < best.area() - 1e-12) {
                best = candidate;
            }
        }
        return best;
    }

    /** In ascending order of a; none if the bins determine no line. */
    private static List<Candidate> candidates(LogIncrements pairs, int[] rows, Scales scales) {
        Envelope envelope = Envelope.of(pairs, rows, scales, 0, scales.bins() - 1, 1);
        double ceiling = Double.POSITIVE_INFINITY;
        for (int bin = 0; bin < scales.bins(); bin++) {
            if (envelope.logOmega(bin) > Double.NEGATIVE_INFINITY) {
                ceiling = Math.min(ceiling, Math.exp(envelope.logOmega(bin)));
            }
        }
        List<Candidate> candidates = new ArrayList<>();
        for (int c = 0; c < CANDIDATES; c++) {
            // For a jump, a is nearly the smallest ω: the last candidates lie within a thousandth of it.
            double left = 1 - (double) c / CANDIDATES;
            Candidate candidate = candidate(envelope, scales, ceiling * (1 - left * left), ceiling);
            if (candidate != null) {
                candidates.add(candidate);
            }
        }
        return candidates;
    }

    private static @Nullable Candidate candidate(Envelope envelope, Scales scales, double offset, double ceiling) {
        Envelope lowered = envelope.lowered(offset);
        double slope = SupportingLine.slope(lowered, scales);
        if (Double.isNaN(slope)) {
            return null;
        }
        double exponent = HolderBound.exponent(slope);
        double logConstant = HolderBound.overBins(lowered, scales, exponent);
        double area = 0;
        int bins = 0;
        for (int bin = 0; bin < scales.bins(); bin++) {
            if (envelope.logOmega(bin) > Double.NEGATIVE_INFINITY) {
                double bound = offset + Math.exp(logConstant + exponent * scales.grid().logDelta(bin));
                area += Math.log(bound) - envelope.logOmega(bin);
                bins++;
            }
        }
        return new Candidate(offset, exponent, Math.exp(logConstant), area / bins, ceiling);
    }
}
