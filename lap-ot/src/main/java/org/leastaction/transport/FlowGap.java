package org.leastaction.transport;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.leastaction.ot.kernel.Parallelism;

/**
 * The gap of a flow, by segment and over all segments.
 *
 * <p>Costs, bounds and gaps are summed over segments. The sup of ε is the maximum over segments, and its RMS is the
 * root of the summed squares; shares refer to the samples, or pairs, of all segments together.
 *
 * @param segments the segments' gaps in order, at least one
 */
public record FlowGap(List<TransportGap> segments) {

    /** @throws IllegalArgumentException if there is no segment */
    public FlowGap {
        segments = List.copyOf(segments);
        if (segments.isEmpty()) {
            throw new IllegalArgumentException("a flow has at least one segment");
        }
    }

    /**
     * The gap of a measured flow; cost as {@link TransportGap#of} for every segment.
     *
     * @throws IllegalArgumentException as {@link TransportGap#of}; a diverged flow has particles that are not finite
     */
    public static FlowGap of(MeasuredFlow flow, Parallelism parallelism) {
        return new FlowGap(flow.segments().stream()
                .map(segment -> TransportGap.of(segment.start(), segment.end(), parallelism))
                .toList());
    }

    /** D. */
    public double displacement() {
        return sum(TransportGap::displacement);
    }

    /** W₂². */
    public double w2Squared() {
        return sum(TransportGap::w2Squared);
    }

    /** G. */
    public double gap() {
        return sum(TransportGap::gap);
    }

    /** G / D, in [0, 1]; NaN (0/0) if nothing moves. */
    public double relativeGap() {
        return gap() / displacement();
    }

    /** The greatest ε of each sample in any segment, [n]. */
    public double[] epsilons() {
        double[] greatest = new double[segments.get(0).samples()];
        for (TransportGap segment : segments) {
            Arrays.setAll(greatest, i -> Math.max(greatest[i], segment.epsilons().get(i)));
        }
        return greatest;
    }

    /** The greatest ε of a sample in any segment. */
    public double epsilonSup() {
        return segments.stream().mapToDouble(TransportGap::epsilonSup).max().orElseThrow();
    }

    /** Root mean square over samples of ε, squares summed over segments. */
    public double epsilonRms() {
        return Math.sqrt(sum(gap -> gap.epsilonRms() * gap.epsilonRms()));
    }

    /** Share of reassigned samples, in [0, 1]. */
    public double reassignedFraction() {
        return sum(TransportGap::reassignedFraction) / segments.size();
    }

    /** Share of pairs that violate monotonicity, in [0, 1]; NaN if n = 1. */
    public double monotonicityViolations() {
        return sum(TransportGap::monotonicityViolations) / segments.size();
    }

    /** Gelbrich's lower bound of W₂². */
    public double gelbrichLowerBound() {
        return sum(TransportGap::gelbrichLowerBound);
    }

    /** Value of feasible duals. */
    public double dualBound() {
        return sum(TransportGap::dualBound);
    }

    /** W₂² − dualBound. */
    public double certificateGap() {
        return w2Squared() - dualBound();
    }

    /** A caveat to W₂²: the first of the segments' remarks. */
    public Optional<String> remark() {
        return segments.stream().map(TransportGap::remark).flatMap(Optional::stream).findFirst();
    }

    private double sum(ToDoubleFunction<TransportGap> quantity) {
        return segments.stream().mapToDouble(quantity).sum();
    }
}
