package org.leastaction.bench.command.options;

import java.util.Optional;
import org.leastaction.bench.command.process.BadInput;
import org.leastaction.ot.interval.Subsampling;
import org.leastaction.ot.kernel.Parallelism;
import picocli.CommandLine.Option;

/** Whether estimates have an interval for the sampling of their points, and from how many subsets. */
public final class IntervalOptions {

    @Option(names = "--interval",
            description = "Give estimates a 95 %% interval for the drawing of the points, from random subsets"
                    + " (--seed).")
    private boolean interval;

    @Option(names = "--subsets", paramLabel = "N",
            description = "Number of subsets of --interval, at least 20 (default: 200).")
    private Integer subsets;

    /** @throws BadInput if there are too few subsets, or the subsets are empty */
    public void check() {
        if (subsets != null && !interval) {
            throw new BadInput("--subsets needs --interval");
        }
        BadInput.unless(() -> subsampling(0, Parallelism.sequential()));
    }

    /** How to draw subsets; empty without {@code --interval}. */
    public Optional<Subsampling> subsampling(long seed, Parallelism parallelism) {
        if (!interval) {
            return Optional.empty();
        }
        Subsampling usual = Subsampling.of(seed).withParallelism(parallelism);
        return Optional.of(subsets == null ? usual : usual.withSubsets(subsets));
    }
}
