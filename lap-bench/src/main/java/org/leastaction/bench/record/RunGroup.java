package org.leastaction.bench.record;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.leastaction.bench.record.RunRecord.Initialisation;

/**
 * Networks that differ only in their seeds.
 *
 * @param method         label of the objective within its comparison, e.g. "LAP"; "unknown" if unknown
 * @param objective      null if unknown
 * @param initialisation null if unknown
 * @param runs           runs whose numbers remained finite, by seed
 * @param diverged       the other runs, by seed; excluded from every mean, and reported
 */
public record RunGroup(
        String method,
        @Nullable ObjectiveRecord objective,
        @Nullable Initialisation initialisation,
        List<RunRecord> runs,
        List<RunRecord> diverged) {

    public RunGroup {
        runs = List.copyOf(runs);
        diverged = List.copyOf(diverged);
    }

    /** A quantity of the analysis over the networks that did not diverge. */
    public Aggregate mean(String key) {
        return mean(run -> run.quantity(key));
    }

    /** Any quantity over the networks that did not diverge. */
    public Aggregate mean(Function<RunRecord, Quantity> quantity) {
        return Aggregate.of(runs.stream().map(quantity).toList());
    }
}
