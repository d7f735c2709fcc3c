package org.leastaction.bench.command;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.leastaction.bench.command.input.PointSource;
import org.leastaction.bench.command.process.BadInput;
import org.leastaction.ot.Assignment;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.exact.Wasserstein;
import org.leastaction.ot.interval.Interval;
import org.leastaction.ot.interval.Subsampling;
import org.leastaction.ot.kernel.CompensatedSum;
import org.leastaction.ot.kernel.Differences;
import org.leastaction.ot.kernel.Parallelism;
import org.leastaction.transport.EntropicGap;
import org.leastaction.transport.TransportGap;

/**
 * Intervals of gap quantities from subsets of the pairs. The maximum of ε has none: subsets do not show the variation
 * of a maximum.
 *
 * @param subsampling empty if no intervals are requested
 */
record GapIntervals(Optional<Subsampling> subsampling, PointSource from, PointSource to) {

    private static final double ANY = Double.POSITIVE_INFINITY;

    /** The intervals of D, W₂², G, G/D, the root mean square of ε and the reassigned share, in this order. */
    Optional<Interval[]> of(TransportGap gap) {
        return intervals(
                new double[] {gap.displacement(), gap.w2Squared(), gap.gap(),
                        gap.displacement() > 0 ? gap.relativeGap() : 0, gap.epsilonRms(), gap.reassignedFraction()},
                new double[] {0, 0, 0, 0, 0, 0}, new double[] {ANY, ANY, ANY, 1, ANY, 1}, GapIntervals::quantities);
    }

    /** The intervals of the divergence and its gap, both with the ε of all points. */
    Optional<Interval[]> of(EntropicGap gap) {
        if (gap.epsilon() == 0) {
            return Optional.empty();
        }
        return intervals(new double[] {gap.divergence(), gap.gap()}, new double[] {-ANY, -ANY}, new double[] {ANY, ANY},
                pairs -> {
                    EntropicGap part = EntropicGap.of(
                            pairs.x(), pairs.y(), OptionalDouble.of(gap.epsilon()), Parallelism.sequential());
                    return new double[] {part.divergence(), part.gap()};
                });
    }

    private Optional<Interval[]> intervals(
            double[] estimates, double[] least, double[] greatest, Function<TransportProblem, double[]> ofSubset) {
        return subsampling.map(drawn -> BadInput.unless(() -> {
            Interval[] intervals = drawn.intervals(TransportProblem.squaredEuclidean(from.points(), to.points()),
                    Subsampling.Draw.PAIRED, estimates, ofSubset);
            for (int k = 0; k < intervals.length; k++) {
                intervals[k] = intervals[k].within(least[k], greatest[k]);
            }
            return intervals;
        }));
    }

    private static double[] quantities(TransportProblem pairs) {
        int n = pairs.size();
        Assignment optimal = Wasserstein.exact(pairs, Parallelism.sequential()).assignment();
        CompensatedSum displacement = new CompensatedSum();
        CompensatedSum saved = new CompensatedSum();
        double squares = 0;
        double reassigned = 0;
        for (int i = 0; i < n; i++) {
            int j = optimal.target(i);
            double own = pairs.cost().between(pairs.x(), i, pairs.y(), i);
            double apart = Differences.squared(pairs.y(), i, pairs.y(), j);
            displacement.add(own);
            if (apart > 0) {
                saved.add(own - pairs.cost().between(pairs.x(), i, pairs.y(), j));
                squares += apart;
                reassigned++;
            }
        }
        double moved = displacement.value() / n;
        double gap = Math.max(0, saved.value() / n);
        return new double[] {
            moved, moved - gap, gap, moved > 0 ? gap / moved : 0, Math.sqrt(squares / n), reassigned / n};
    }
}
