package org.leastaction.transport;

import java.util.List;
import java.util.OptionalDouble;
import org.leastaction.ot.entropic.Convergence;
import org.leastaction.ot.kernel.Parallelism;

/**
 * The entropic gap of a flow: displacements and divergences are summed over segments, each with its own ε.
 *
 * @param segments the segments' entropic gaps in order, at least one
 */
public record FlowEntropicGap(List<EntropicGap> segments) {

    /** @throws IllegalArgumentException if there is no segment */
    public FlowEntropicGap {
        segments = List.copyOf(segments);
        if (segments.isEmpty()) {
            throw new IllegalArgumentException("a flow has at least one segment");
        }
    }

    /**
     * The entropic gap of a measured flow.
     *
     * @param epsilon ε of every segment; empty for the {@link EntropicGap#defaultEpsilon} of each
     * @throws IllegalArgumentException as {@link EntropicGap#of}
     */
    public static FlowEntropicGap of(MeasuredFlow flow, OptionalDouble epsilon, Parallelism parallelism) {
        return new FlowEntropicGap(flow.segments().stream()
                .map(segment -> EntropicGap.of(segment.start(), segment.end(), epsilon, parallelism))
                .toList());
    }

    /** Σ S_ε. */
    public double divergence() {
        return segments.stream().mapToDouble(EntropicGap::divergence).sum();
    }

    /** Σ (D − S_ε). */
    public double gap() {
        return segments.stream().mapToDouble(EntropicGap::gap).sum();
    }

    /** Σ entropic Monge gaps. */
    public double mongeGap() {
        return segments.stream().mapToDouble(EntropicGap::mongeGap).sum();
    }

    /** ε by segment. */
    public double[] epsilons() {
        return segments.stream().mapToDouble(EntropicGap::epsilon).toArray();
    }

    /** Whether all segments converged: the first that did not, otherwise the first. */
    public Convergence convergence() {
        return segments.stream().map(EntropicGap::convergence)
                .filter(Convergence.Stopped.class::isInstance).findFirst()
                .orElse(segments.get(0).convergence());
    }
}
