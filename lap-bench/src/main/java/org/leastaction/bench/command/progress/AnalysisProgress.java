package org.leastaction.bench.command.progress;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.leastaction.bench.analysis.AnalysisWatch;
import org.leastaction.bench.command.progress.ProgressDisplay.DurationText;
import org.leastaction.bench.command.progress.Terminal.LineProgress;
import org.leastaction.bench.record.Analysis;
import org.leastaction.bench.record.PartialAnalysis;

/**
 * Shows the progress of an analysis, and stores each group of measures when it is complete.
 *
 * <p>Groups take very different times: their number says nothing about the time left. Shown are the elapsed time, the
 * current group, and the time left of its current stage, if that has equal steps.
 */
public final class AnalysisProgress implements AnalysisWatch {

    /** The minimum elapsed time for an estimate of the remaining time. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final ProgressDisplay progress;
    private final PartialAnalysis kept;
    private final Terminal terminal;
    private final List<String> groups;
    private final List<String> failures = new ArrayList<>();
    private String stage = "";
    private String group = "";
    private long start;

    /** @param groups in the order in which they are measured */
    public AnalysisProgress(ProgressDisplay progress, PartialAnalysis kept, Terminal terminal, List<String> groups) {
        this.progress = progress;
        this.kept = kept;
        this.terminal = terminal;
        this.groups = List.copyOf(groups);
    }

    @Override
    public Optional<Analysis> known(String measured) {
        Optional<Analysis> part = kept.part(measured);
        if (part.isPresent()) {
            terminal.remark(measured + " was measured earlier; the result is reused");
        }
        return part;
    }

    @Override
    public void measured(String measured, Analysis part) {
        try {
            kept.keep(measured, part);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void failed(String measured, String reason) {
        failures.add(measured + ": " + reason);
    }

    @Override
    public void reached(String newStage, long done, long total) {
        if (!newStage.equals(stage)) {
            stage = newStage;
            start = System.nanoTime();
        }
        for (int i = 0; i < groups.size(); i++) {
            group = groups.get(i).equals(newStage) ? "group " + (i + 1) + " of " + groups.size() + ": " : group;
        }
        progress.now(group + words(newStage, done, total, Duration.ofNanos(System.nanoTime() - start)));
    }

    /** E.g. "jacobian 34 %, about 8 s left". */
    static String words(String stage, long done, long total, Duration elapsed) {
        if (total <= 0) {
            return stage;
        }
        double share = Math.min(1, done / (double) total);
        String words = "%s %d %%".formatted(stage, Math.round(100 * share));
        return done == 0 || elapsed.compareTo(PATIENCE) < 0
                ? words : words + ", about " + DurationText.of(LineProgress.left(elapsed, share)) + " left";
    }

    /** A sentence for every group that failed. */
    public List<String> failures() {
        return List.copyOf(failures);
    }
}
