package org.leastaction.bench.command.options;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.leastaction.bench.analysis.AnalysisBudget;
import org.leastaction.bench.analysis.FlowAnalysis;
import org.leastaction.bench.analysis.MetricGroup;
import org.leastaction.bench.command.process.BadInput;
import org.leastaction.io.Messages;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The measurements of a network, and their time limit. */
public final class AnalysisOptions {

    /** The groups that differentiate or search, and take longer than all others. */
    public static final Set<String> EXPENSIVE = Set.of("jacobian", "alignment", "frontier", "robustness", "attacks");

    @Mixin
    private BatchOption batch;

    @Option(names = "--metrics", paramLabel = "M", split = ",",
            description = "What to measure: accuracy, cost, gap, holder, blocks, geometry, jacobian, alignment,"
                    + " frontier, robustness, attacks, and the groups of plug-ins (default: everything; lap compare:"
                    + " everything but jacobian, alignment, frontier, robustness and attacks).")
    private List<String> metrics = List.of();

    @Option(names = "--budget", paramLabel = "SECONDS", defaultValue = "300",
            description = "Approximate maximum time for a network. What would exceed it, as estimated from a few timed"
                    + " evaluations, uses fewer points, or is skipped with the reason (default: ${DEFAULT-VALUE};"
                    + " 'Infinity' for none).")
    private double budget;

    @Mixin
    private EntropicOptions entropic;

    /** Number of points that pass through a model together. */
    public int batch() {
        return batch.size();
    }

    /** Approximate maximum time for a network, in seconds. */
    public double budget() {
        return budget;
    }

    /**
     * The requested analysis.
     *
     * @param groups  all groups of metrics
     * @param omitted names of groups that are measured only if {@code --metrics} names them
     * @throws BadInput for an option out of range and for an unknown group
     */
    public FlowAnalysis analysis(int threads, long seed, List<MetricGroup> groups, Set<String> omitted) {
        FlowAnalysis everything = BadInput.unless(() -> FlowAnalysis.defaults()
                .withBatch(batch()).withThreads(threads).withSeed(seed)
                .withBlur(entropic.blur())
                .withBudget(new AnalysisBudget(budget))
                .withGroups(groups));
        Set<String> wanted = new HashSet<>(metrics.isEmpty() ? everything.names() : metrics);
        if (metrics.isEmpty()) {
            wanted.removeAll(omitted);
        }
        try {
            return everything.withMetrics(wanted);
        } catch (IllegalArgumentException unknown) {
            throw new BadInput("--metrics: " + Messages.of(unknown), unknown);
        }
    }
}
